// Package mutants shows that the promises and expectations bite: it plants one
// mistake after the other in the product's source, replays worlds with the program
// that is built from it, and says which of them fell.
//
// # What counts
//
// A mutant is caught only if the promise or expectation that its row names is broken
// in a world of its row; that something else breaks as well proves nothing about the
// one that is named. Worlds are shared: the scenario files that come with the program
// and a few under worlds/, none of which is there for one mutant alone. Each named
// verdict is first seen to hold in the same world with the unaltered source.
//
// A mutant that nothing catches is a survivor: a promise or an expectation is
// missing. One that does not build, and one whose world cannot be replayed, are told
// apart from that. What is known to have no check yet is listed as open, with the
// reason, and still has to apply to the source.
//
// The contrary is shown as well: harmless changes, which alter order, size or pace
// within what is promised, must leave every verdict of their worlds held.
//
// # How
//
// The source is never changed and never copied: `go build -overlay` reads the
// altered files from elsewhere. An edit names its file and the text to be replaced,
// which must occur exactly once; a test applies all of them.
//
// The table README.md is written by `make mutants`.
package mutants
