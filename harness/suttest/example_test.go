package suttest_test

import (
	"context"
	"fmt"
	"testing"

	"anchorage/harness/naive"
	"anchorage/harness/ours"
	"anchorage/harness/suttest"
)

// What a team's test file needs beside TestMain, which calls suttest.Serve with
// the same factory. Put your own in the place of naive.Factory.

// Every promise and expectation of a scenario is kept, in each of its variants.
func TestEngine(t *testing.T) {
	suttest.Test(t, naive.Factory{}, "testdata/small.yaml")
}

// The engine is fit for virtual time: begin with this one.
func TestEngineConforms(t *testing.T) {
	suttest.Conform(t, naive.Factory{})
}

// An engine keeps its promises in worlds that nobody wrote, too. The naive client does
// not, so another system stands here for yours.
func TestEngineExplored(t *testing.T) {
	if testing.Short() {
		t.Skip("a world of several hours")
	}
	suttest.Explore(t, ours.Factory{}, suttest.Kills(), suttest.Worlds(1))
}

// A scenario that comes with the module, and is written for another system, runs
// with one's own settings; a table of the verdicts says what is known to break.
func Example() {
	verdicts, err := suttest.Replay(context.Background(), naive.Factory{}, "small.yaml", "",
		suttest.Shipped(), suttest.Settings(naive.Settings{PollMinutes: 15}))
	if err != nil {
		fmt.Println(err)
	}
	for _, v := range verdicts {
		fmt.Println(v.Status, v.Name)
	}
	// Output:
	// held no-violations
	// held faults-fired
	// broken reads-answered-from-cache
	// broken reads-true
	// broken stale-answers-say-so
	// held calendars-keep-up
	// not_applicable back-in-time
	// held caught-up-at-the-end
	// broken as-of-steps-forward
	// broken cache-answered
	// held failing-outlook.com-2022-06-14T10:30Z
	// held failing-microsoft365-2022-06-14T10:30Z
	// not_applicable alert-look_now-outlook.com-within-30min
	// not_applicable alert-look_now-microsoft365-never
	// not_applicable noticed-by-page
	// held recovered-outlook.com-from-overload-by-2022-06-14T12:00Z
}
