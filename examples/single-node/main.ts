// The main site of this repository: one peer, on one node.
import '../../main.ts';
