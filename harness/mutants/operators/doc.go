// Package operators measures how much of the engine, of relinking and of routing is
// watched by anything at all: it makes small mechanical changes at a keyed sample of
// their places and says which of them nobody notices.
//
// # What is changed
//
// A condition is negated, the boundary of a comparison is moved, && and || change
// places, + and - change places, an error is not returned, a call is left out. Places
// in what is only said, to a log or in an error, are left alone.
//
// # Who may notice
//
// First the tests of the package, then the worlds that package mutants replays, then
// the worlds in which something once broke, then some that are drawn. The first that
// notices ends it. A test notices by failing or by not ending; a world by a promise or
// an expectation that does not hold, by a crash, or by standing still.
//
// What nobody notices is a survivor. Somebody has looked at each: either no run of the
// system can tell the change, or a promise or a test is missing. What was found stands
// in Judgements.
//
// The sample is drawn by name: a place stays in it whatever is changed elsewhere. A
// change that does not compile makes room for the next one.
//
// The table OPERATORS.md is written by `make operators`.
package operators
