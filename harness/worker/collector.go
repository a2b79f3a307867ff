package worker

import (
	"os"
	"runtime/debug"
	"strconv"
)

// gogc is how seldom a worker collects garbage: a world makes much, little of which
// lives on.
const gogc = 600

var gogcVariable = "GOGC=" + strconv.Itoa(gogc)

// CollectSeldom lets this process collect garbage as seldom as a worker does, unless its
// environment says how often. Tests whose worlds live in their own process call it in
// TestMain.
func CollectSeldom() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gogc)
	}
}
