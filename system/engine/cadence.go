package engine

import "time"

// cadence is the grid of instants that a poller acts at: all of them lie on its
// own lane.
type cadence struct {
	lane   time.Duration // offset in each millisecond
	anchor time.Time     // the first tick; later ones follow by whole polls
}

// startCadence anchors the grid a phase after now.
func startCadence(now time.Time, lane, phase time.Duration) cadence {
	c := cadence{lane: lane}
	c.anchor = c.soonest(now.Add(phase))
	return c
}

// soonest is the first instant of the lane that is not before t.
func (c cadence) soonest(t time.Time) time.Time {
	const width = int64(time.Millisecond)
	past := (t.UnixNano() - int64(c.lane)) % width
	if past < 0 {
		past += width
	}
	if past == 0 {
		return t
	}
	return t.Add(time.Duration(width - past))
}

// next is the first tick that is after now and not before earliest. Ticks that a
// long round missed are skipped.
func (c cadence) next(now, earliest time.Time, poll time.Duration) time.Time {
	after := later(now, earliest.Add(-1))
	if after.Before(c.anchor) {
		return c.anchor
	}
	return c.anchor.Add((after.Sub(c.anchor)/poll + 1) * poll)
}

// phase spreads pollers over one poll, in whole milliseconds.
func phase(draw uint64, poll time.Duration) time.Duration {
	return time.Duration(draw%uint64(max(1, poll.Milliseconds()))) * time.Millisecond
}
