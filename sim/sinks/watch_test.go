package sinks_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/clock"
	"anchorage/sim/keyed"
	"anchorage/sim/sinks"
)

func keyedSeed(n uint64) keyed.Seed { return keyed.Seed(n) }

func instant(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	require.NoError(t, err)
	return at.UTC()
}

func TestWatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clk := clock.System{}
		start := clk.Now()
		at := func(minutes int) time.Time { return start.Add(time.Duration(minutes) * time.Minute) }
		h := &sinks.Heartbeat{}
		var lost, back []time.Time
		var last []time.Time
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			h.Watch(ctx, clk, 7, time.Minute,
				func(l time.Time) { lost = append(lost, clk.Now()); last = append(last, l) },
				func() { back = append(back, clk.Now()) })
			close(done)
		}()
		beats := func(from, until int) {
			for m := from; m <= until; m += 5 {
				clk.Sleep(ctx, at(m).Sub(clk.Now()))
				send(h, "POST", "/", "")
			}
		}
		clk.Sleep(ctx, at(15).Sub(clk.Now())) // none ever came: lost at minute 10
		beats(16, 41)                         // back at minute 16
		beats(50, 60)                         // 9 minutes are no news
		clk.Sleep(ctx, at(100).Sub(clk.Now()))
		beats(100, 110)
		cancel()
		<-done
		const lane = 7 * time.Nanosecond
		assert.Equal(t, []time.Time{at(10).Add(lane), at(70).Add(lane)}, lost)
		assert.Equal(t, []time.Time{{}, at(60)}, last)
		assert.Equal(t, []time.Time{at(16).Add(lane), at(100).Add(lane)}, back)
	})
}
