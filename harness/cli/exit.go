package cli

// Exit codes (documented in `anchorage --help`): interfaces for CI. 1 and 3 come
// from check.Overall.
const (
	exitHeld        = 0   // every verdict held or is not applicable
	exitBroken      = 1   // a promise or expectation is broken
	exitUnusable    = 2   // the input can't be used
	exitVacuous     = 3   // a fault never fired, or an expectation's occasion never arose
	exitHarness     = 4   // a fault of the harness or a crash of the system under test
	exitInterrupted = 130 // Ctrl-C
)

// strongest picks the code that matters most: 4, 2, 1, 3, 0.
func strongest(codes ...int) int {
	rank := map[int]int{exitHeld: 0, exitVacuous: 1, exitBroken: 2, exitUnusable: 3, exitHarness: 4, exitInterrupted: 5}
	worst := exitHeld
	for _, c := range codes {
		if rank[c] > rank[worst] {
			worst = c
		}
	}
	return worst
}
