package alerting_test

import (
	"os"
	"runtime/debug"
	"testing"
)

// Bubbles make much garbage, little of which lives: it is collected as seldom as in the
// workers of a replay, unless somebody says how often.
func TestMain(m *testing.M) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(600)
	}
	os.Exit(m.Run())
}
