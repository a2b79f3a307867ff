package crew

import (
	"bytes"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

// goroutine is the number of the one that asks.
func goroutine() string {
	var b [64]byte
	return string(bytes.Fields(b[:runtime.Stack(b[:], false)])[1])
}

func TestCrew(t *testing.T) {
	t.Run("WorksOnTheSameGoroutineAgain", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			var c Crew
			defer c.Dismiss()
			on := map[string]bool{}
			for range 100 {
				c.Do(func() { on[goroutine()] = true })
			}
			assert.Len(t, on, 1)
			assert.NotContains(t, on, goroutine())
		})
	})
	t.Run("HasAsManyAsWorkAtATime", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			var c Crew
			var mu sync.Mutex
			var all sync.WaitGroup
			on := map[string]int{}
			for i := range 50 { // each works for three seconds, and begins a second after the one before
				all.Go(func() {
					time.Sleep(time.Duration(i)*time.Second + time.Duration(i)*time.Millisecond)
					c.Do(func() {
						mu.Lock()
						on[goroutine()]++
						mu.Unlock()
						time.Sleep(3 * time.Second)
					})
				})
			}
			all.Wait()
			assert.Len(t, on, 3)
			assert.Len(t, c.idle, 3)
			c.Dismiss()
			synctest.Wait() // the bubble does not end before they have
			assert.Empty(t, c.idle)
		})
	})
	t.Run("ReturnsWhenTheWorkIsDone", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			var c Crew
			defer c.Dismiss()
			began := time.Now()
			c.Do(func() { time.Sleep(time.Hour) })
			assert.Equal(t, time.Hour, time.Since(began))
		})
	})
}
