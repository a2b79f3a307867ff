// Package suttest is for teams that have a sync system of their own, written in
// Go: it runs that system, entered by an adapter for harness/sut, through
// scenarios and says which promises it keeps.
//
//   - Test replays a scenario file, each variant as a subtest; a broken promise
//     is a test error with the command that repeats it.
//   - Conform finds what makes a system unfit for virtual time: a real socket, a
//     mutex held across a request or a sleep, goroutines that are left behind, or
//     runs of one world that differ. It names the line.
//   - Explore lives through worlds drawn at random, in which nothing but promises is
//     judged. It finds what nobody thought of.
//   - Judge hands over the verdicts, for tables of what is known to break.
//
// A world runs in a process of its own, a copy of the running test binary. So a
// test package says once which systems it has, before anything else:
//
//	func TestMain(m *testing.M) {
//		suttest.Serve(engine.Factory{})
//		os.Exit(m.Run())
//	}
//
// In an ordinary run Serve does nothing. Factories are told apart by their types,
// and those that are a fmt.Stringer by what they say as well; several in one
// package are listed side by side.
package suttest
