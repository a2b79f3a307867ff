package engine_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/system"
)

// That the calendar cannot be asked for says nothing of whose it is: the account fails,
// its owner is not asked whether it is another mailbox, and the link is not set aside.
func TestACalendarThatCannotBeCompared(t *testing.T) {
	for name, row := range map[string]struct {
		err  *system.Error
		hint system.Hint
	}{
		"Unavailable":         {unavailable, system.HintNone},
		"UnavailableWithHint": {unavailable, system.HintEmail},
		"WrongHint":           {wrongHint, system.HintEmail}, // whether it is sent or not
		"WrongHintOfNone":     {wrongHint, system.HintNone},
		"Throttled":           {throttled(time.Minute), system.HintNone},
		"TokenRejected":       {badToken, system.HintNone},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				boxes := &aside{store: w.store}
				w.engine.Mailboxes = boxes
				w.linked()
				w.until(time.Minute)
				w.set(func(s *system.Settings) { s.Routing.Hint = row.hint })
				w.calendar = func(r request) (string, error) {
					if r.at.Before(w.began.Add(40 * time.Minute)) {
						return "", row.err
					}
					return "calendar-of-a", nil
				}
				w.store.link("a", "second", w.began.AddDate(1, 0, 0))
				w.add("a")
				w.taken()
				w.until(39 * time.Minute)
				account := w.store.account("a")
				assert.Equal(t, system.StateFailing, account.State)
				assert.Equal(t, row.err.Code, account.LastError)
				assert.Equal(t, "calendar-of-a", account.CalendarID)
				assert.Empty(t, boxes.asked)
				assert.Empty(t, w.times(w.taken(), "delta"), "nothing is read before it is known whose it is")
				w.until(46 * time.Minute)
				assert.Equal(t, system.StateHealthy, w.store.account("a").State)
			})
		})
	}
}

// Of a first link there is nothing to compare with.
func TestTheFirstCalendarCannotBeAskedFor(t *testing.T) {
	for name, err := range map[string]*system.Error{"Unavailable": unavailable, "WrongHint": wrongHint} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				w.calendar = func(r request) (string, error) {
					if r.hint != system.HintNone || err != wrongHint {
						return "", err
					}
					return "calendar-of-a", nil
				}
				w.set(func(s *system.Settings) { s.Routing.Hint = system.HintEmail })
				w.linked()
				w.until(10 * time.Minute)
				assert.Equal(t, system.StateFailing, w.store.account("a").State)
				assert.Equal(t, err.Code, w.store.account("a").LastError)
				assert.Empty(t, w.store.account("a").CalendarID)
				assert.Empty(t, w.times(w.taken(), "delta"))
			})
		})
	}
}
