// Package explore draws worlds nobody thought of, and keeps those in which a promise
// breaks. A world is drawn from a number by pgregory.net/rapid, as an ordinary
// scenario file; it is judged by the promises of harness/check alone.
//
// # Words
//
//   - Draw: a number gives a world, the same one always. Worlds of a campaign have
//     consecutive numbers, so that each is drawn again by itself.
//   - Campaign: many worlds, each in a process of its own, told in the order of their
//     numbers however many run at once.
//   - Shrinking: parts of a world are taken away as long as the same promise breaks.
//
// Worlds run in other processes, which rapid's own shrinking can't reach; and a file
// with parts taken away stays one that a reader understands. So shrinking works on
// the file.
//
// # A new kind of fault
//
// One row in kindDraws (fault.go) that says how its values are drawn; a test fails
// for a kind of the registry that has none.
package explore
