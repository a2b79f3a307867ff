package engine_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/system"
)

// aside is a system.Mailboxes that puts a link back as often as a test lets it.
type aside struct {
	store *memory
	err   error
	asked []int // generations
}

// linkedElsewhere gives an account a link to another mailbox, which is set aside with
// its first round.
func (w *world) linkedElsewhere(id system.AccountID) {
	w.engine.Mailboxes = &aside{store: w.store}
	w.calendar = func(r request) (string, error) {
		if r.token == "other/access" {
			return "calendar-of-another", nil
		}
		return "calendar-of-a", nil
	}
	w.store.link(id, "other", w.began.AddDate(1, 0, 0))
	w.add(id)
}

func (a *aside) SetAside(_ context.Context, id system.AccountID, generation int) error {
	a.asked = append(a.asked, generation)
	if a.err != nil {
		return a.err
	}
	a.store.link(id, "before", time.Now().AddDate(1, 0, 0))
	return nil
}

func (a *aside) OtherMailbox(context.Context, system.AccountID) (bool, error) { return false, nil }
func (a *aside) AdoptMailbox(context.Context, system.AccountID, int) error    { return nil }

func TestAnotherMailboxIsSetAside(t *testing.T) {
	for _, row := range []struct {
		name  string
		err   error
		hint  system.Hint
		state system.State
		asked int
	}{
		{"OK", nil, system.HintNone, system.StateHealthy, 1},
		{"OKHintOfTheOneBefore", nil, system.HintEmail, system.StateHealthy, 1},
		{"NothingToPutBack", system.ErrNotFound, system.HintNone, system.StateConfirm, 1},
		{"ErrStore", errors.New("broken"), system.HintNone, system.StateHealthy, 4},
	} {
		t.Run(row.name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				boxes := &aside{store: w.store, err: row.err}
				w.engine.Mailboxes = boxes
				w.linked()
				w.until(time.Minute)
				w.set(func(s *system.Settings) { s.Routing.Hint = row.hint })
				w.calendar = func(r request) (string, error) {
					if r.token == "other/access" && r.hint == system.HintEmail {
						return "", wrongHint // it is not that mailbox's
					}
					if r.token == "other/access" {
						return "calendar-of-another", nil
					}
					return "calendar-of-a", nil
				}
				w.store.link("a", "other", w.began.AddDate(1, 0, 0))
				w.add("a")
				w.until(time.Hour - time.Minute)
				assert.Equal(t, row.state, w.store.account("a").State)
				assert.Len(t, boxes.asked, row.asked)
				assert.Equal(t, row.asked, w.count("round failed"), "it is no good round")
				assert.Len(t, w.store.cached("a"), 0)
			})
		})
	}
}
