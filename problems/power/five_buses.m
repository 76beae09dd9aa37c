% A network of five buses, made up for tests: every feature of the format that the reader knows is in it.
function mpc = five_buses
mpc.version = '2';
mpc.baseMVA = 100.0;

%% bus data
%	bus_i	type	Pd	Qd	Gs	Bs	area	Vm	Va	baseKV	zone	Vmax	Vmin
mpc.bus = [
	10	3	0.0	0.0	0.0	0.0	1	1.0	0.0	230.0	1	1.1	0.9;
	20	2	90.0	30.0	0.0	0.0	1	1.0	0.0	230.0	1	1.1	0.9;	% no end of a row is
	30	1	150.0	45.0	0.0	19.0	1	1.0	0.0	230.0	1	1.1	0.9	% needed at the end of a line
	40	1	1.6e2	4.0E+1	1.0	0.0	1	1.0	0.0	115.0	1	1.1	0.9;
	50	2, 60.0, 20.0, 0.0, 0.0, 1, 1.0, 0.0, 115.0, 1, 1.1, 0.9;
	60	4	25.0	5.0	0.0	0.0	1	1.0	0.0	115.0	1	1.1	0.9;	% isolated
];

%% generator data
%	bus	Pg	Qg	Qmax	Qmin	Vg	mBase	status	Pmax	Pmin
mpc.gen = [
	10	0.0	0.0	200.0	-200.0	1.0	100.0	1	400.0	20.0;
	20	0.0	0.0	100.0	-100.0	1.0	100.0	1	180.0	0.0;
	50	0.0	0.0	80.0	-80.0	1.0	100.0	1	120.0	0.0;
	50	0.0	0.0	80.0	-80.0	1.0	100.0	0	500.0	0.0;	% out of service
];

%% cost of generation: polynomial, piecewise linear
mpc.gencost = [
	2	0.0	0.0	3	0.02	20.0	100.0	0.0	0.0	0.0;
	2	0.0	0.0	2	35.0	50.0	0.0	0.0	0.0	0.0;
	1	0.0	0.0	3	0.0	0.0	60.0	1500.0	120.0	3900.0;
	2	0.0	0.0	1	0.0	0.0	0.0	0.0	0.0	0.0;
];

%% branch data
%	fbus	tbus	r	x	b	rateA	rateB	rateC	ratio	angle	status	angmin	angmax
mpc.branch = [
	10	20	0.010	0.085	0.176	200.0	0	0	0.0	0.0	1	-30.0	30.0;
	10	30	0.017	0.092	0.158	180.0	0	0	0.0	0.0	1	-30.0	30.0;
	20	30	0.032	0.161	0.306	100.0	0	0	0.0	0.0	1	0.0	0.0;
	30	40	0.005	0.100	0.000	0.0	0	0	0.978	0.0	1	-360.0	360.0;
	30	40	0.005	0.100	0.000	130.0	0	0	0.978	-1.5	1	-30.0	30.0;	% parallel, with a phase shift
	40	50	0.012	0.100	0.020	120.0	0	0	0.0	0.0	1	-30.0	30.0;
	20	50	0.039	0.170	0.358	120.0	0	0	0.0	0.0	1	-30.0	30.0;
	10	40	0.001	0.010	0.000	0.0	0	0	0.0	0.0	0	-30.0	30.0;	% out of service
	50	60	0.010	0.100	0.000	0.0	0	0	0.0	0.0	1	-30.0	30.0;	% to the isolated bus
];

mpc.bus_name = {
	'North';
	'East [1]; 100 % of it';
	'Centre';
	'South';
	'West';
	'Nowhere';
};
