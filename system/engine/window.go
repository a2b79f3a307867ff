package engine

import (
	"time"

	"anchorage/system"
)

// windowLife is how long a window is kept at most: its past end does not grow by
// more than that.
const windowLife = 7 * 24 * time.Hour

// windowAt is the span that a complete round at now covers.
func windowAt(now time.Time, s system.SyncSettings) system.Window {
	hour := now.UTC().Truncate(time.Hour)
	return system.Window{From: hour.Add(-s.Back.D()), Until: hour.Add(s.Ahead.D())}
}

// outlived tells that a complete round should open a new window: less than half
// of what was ahead remains, or the window has had its life.
func outlived(w system.Window, now time.Time, s system.SyncSettings) bool {
	return w.Until.Sub(now) < s.Ahead.D()/2 || now.Sub(w.From) >= s.Back.D()+windowLife
}
