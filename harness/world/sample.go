package world

import (
	"context"
	"time"
)

// progressEvery is the virtual time between two reports to the parent: often
// enough for its watchdog, rare enough to cost nothing.
const progressEvery = 10 * time.Minute

// sample takes a sample of every series at each whole minute. No actor has lane
// zero, so nothing else happens at that instant.
func (w *world) sample(ctx context.Context) {
	for minute := w.File.Clock.From.Add(time.Minute); !minute.After(w.File.Clock.Until.Time); minute = minute.Add(time.Minute) {
		if w.clock.Sleep(ctx, minute.Sub(w.clock.Now())) != nil {
			return
		}
		w.recorder.Sample(minute)
		if w.Progress != nil && minute.Sub(w.File.Clock.From.Time)%progressEvery == 0 {
			w.Progress(Progress{Now: minute, Requests: w.recorder.Total(), InForce: w.provider.inForce(minute)})
		}
	}
}
