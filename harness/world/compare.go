package world

import (
	"context"
	"time"

	"anchorage/harness/history"
)

// What is compared is what a look of an owner shows: the days from yesterday to two
// weeks ahead.
const (
	comparedBack  = 24 * time.Hour
	comparedAhead = 14 * 24 * time.Hour
)

// compareAll reads every calendar once more at the end of the world and compares it
// with the truth, those too whose owners never look. A system that does not run shows
// nothing.
func (a *accounts) compareAll(ctx context.Context) {
	w := a.world
	if _, err := w.system.get(); err != nil {
		return
	}
	now := w.clock.Now().Truncate(time.Minute)
	for _, s := range w.specs {
		if _, linked := a.account(s.ID); !linked || w.recorder.LastComplete(s.ID).IsZero() {
			continue
		}
		answer, err := a.Read(ctx, s.ID, now.Add(-comparedBack), now.Add(comparedAhead))
		compared := history.Compared{Mailbox: s.ID, AsOf: answer.AsOf}
		if err != nil {
			compared.Error = err.Error()
		} else if notes, ok := answer.Notes.(readNotes); ok {
			compared.Wrong = notes.wrong
		}
		w.tell(w.clock.Now(), "owner/"+s.ID, compared)
	}
}
