// Package worker runs worlds in processes of their own: copies of the running
// binary, one job each.
//
// Virtual time is process-wide in its needs (GOMAXPROCS=1) and in its dangers (a
// panic, a deadlock or a stuck mutex ends or freezes the whole process), so a
// world is never run in the process that talks to a person. The parent sends the
// job on standard input, receives frames on file descriptor 3 (so that nothing a
// library prints can disturb them) and keeps the tail of what is printed. A
// process that ends without its final frame has crashed, whatever its exit code.
// A watchdog ends one that stops making virtual progress and collects its
// goroutines.
package worker
