package world

import "time"

// progressEvery is the virtual time between two reports to the parent: often
// enough for its watchdog, rare enough to cost nothing.
const progressEvery = 10 * time.Minute

// watch lets the world live until its end and takes a sample of every series at
// each whole minute. No actor has lane zero, so nothing else happens at that
// instant.
func (w *world) watch(until time.Time) {
	for minute := w.File.Clock.From.Add(time.Minute); !minute.After(until); minute = minute.Add(time.Minute) {
		time.Sleep(time.Until(minute))
		w.recorder.Sample(minute)
		if w.Progress != nil && minute.Sub(w.File.Clock.From.Time)%progressEvery == 0 {
			w.Progress(Progress{Now: minute, Requests: w.recorder.Total(), InForce: w.provider.inForce(minute)})
		}
	}
	time.Sleep(time.Until(until)) // what is left of a minute
}
