package world

import (
	"fmt"
	"time"
)

// endPatience is the virtual time that each part of a world gets to end.
const endPatience = 2 * time.Hour

// ended waits for a part of the world to end. One that waits for ever while
// others' timers go on would keep the world running without end, so the process
// crashes instead, which tells the goroutines that are left.
func ended(what string, wait func()) {
	done := make(chan struct{})
	go func() {
		wait()
		close(done)
	}()
	patience := time.NewTimer(endPatience)
	defer patience.Stop()
	select {
	case <-done:
	case <-patience.C:
		panic(fmt.Sprintf("deadlock: %s after the world's end, %s", endPatience, what))
	}
}
