"""What a person looks at: logs, pictures, the independent judge, benchmark figures."""
