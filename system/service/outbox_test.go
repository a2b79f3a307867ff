package service_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/internal/standin"
	"anchorage/system/service"
)

// write has an owner change something and returns the status and state answered.
func (f *fixture) write(account, body string) (int, string) {
	f.t.Helper()
	w := f.do(http.MethodPost, "/v1/accounts/"+account+"/writes", body)
	_, rest, _ := strings.Cut(w.Body.String(), `"state":"`)
	state, _, _ := strings.Cut(rest, `"`)
	return w.Code, state
}

func (f *fixture) accept(account, body string) {
	f.t.Helper()
	status, state := f.write(account, body)
	require.Equal(f.t, http.StatusAccepted, status)
	require.Equal(f.t, system.WriteQueued, state)
}

func (f *fixture) state(account, write string) string {
	f.t.Helper()
	return f.get("/v1/accounts/" + account + "/writes/" + write)["state"].(string)
}

func create(id, subject string) string {
	return fmt.Sprintf(`{"id":%q,"kind":"create","subject":%q,"start":"2000-01-05T09:00:00Z","end":"2000-01-05T10:00:00Z"}`, id, subject)
}

func update(id, event, subject string) string {
	return fmt.Sprintf(`{"id":%q,"kind":"update","event":%q,"subject":%q,"start":"2000-01-06T09:00:00Z","end":"2000-01-06T10:00:00Z"}`, id, event, subject)
}

func remove(id, event string) string {
	return fmt.Sprintf(`{"id":%q,"kind":"delete","event":%q}`, id, event)
}

// seen are the subjects that the owner sees of what writes made, in their order.
func (f *fixture) seen(account string) (subjects []string) {
	for _, e := range f.events(account)["events"].([]any) {
		if e := e.(map[string]any); !strings.HasPrefix(e["id"].(string), "calendar-") {
			subjects = append(subjects, e["subject"].(string))
		}
	}
	return subjects
}

func (f *fixture) made(o standin.Owner) (subjects []string, effects int) {
	events, effects := f.provider.Made(o.Address)
	for _, m := range events {
		subjects = append(subjects, m.Subject)
	}
	return subjects, effects
}

// accounts of both dialects: what holds for one must hold for the other.
func dialects(t *testing.T, test func(*testing.T, *fixture, standin.Owner, string)) {
	t.Run("outlook rest", func(t *testing.T) {
		bubble(t, "", func(t *testing.T, f *fixture) { test(t, f, anna, f.link(anna, system.OutlookCom, system.Live)) })
	})
	t.Run("graph", func(t *testing.T) {
		bubble(t, "", func(t *testing.T, f *fixture) {
			test(t, f, bo, f.link(bo, system.Microsoft365, system.IdentityPlatform))
		})
	})
}

func TestWritesArrive(t *testing.T) {
	dialects(t, func(t *testing.T, f *fixture, o standin.Owner, id string) {
		f.accept(id, create("w/1", "Lunch"))
		assert.Equal(t, []string{"Lunch"}, f.seen(id), "before it is delivered")
		time.Sleep(time.Second)
		subjects, effects := f.made(o)
		assert.Equal(t, []string{"Lunch"}, subjects)
		assert.Equal(t, 1, effects)
		assert.Equal(t, system.WriteDelivered, f.state(id, "w/1"))
		assert.Equal(t, []string{"Lunch"}, f.seen(id), "delivered, but in no round yet")

		f.accept(id, update("w2", "made-0/=", "Long lunch"))
		f.accept(id, update("w3", "made-0/=", "Longer lunch"))
		assert.Equal(t, []string{"Longer lunch"}, f.seen(id))
		time.Sleep(time.Hour)
		subjects, effects = f.made(o)
		assert.Equal(t, []string{"Longer lunch"}, subjects)
		assert.Equal(t, 3, effects)
		assert.Equal(t, []string{"Longer lunch"}, f.seen(id))

		f.accept(id, remove("w4", "made-0/="))
		assert.Empty(t, f.seen(id))
		time.Sleep(time.Hour)
		subjects, _ = f.made(o)
		assert.Empty(t, subjects)
		assert.Empty(t, f.seen(id))
	})
}

func TestWriteAcceptance(t *testing.T) {
	bubble(t, "", func(t *testing.T, f *fixture) {
		id := f.link(anna, system.OutlookCom, system.Live)
		f.accept(id, create("w1", "Lunch"))
		time.Sleep(time.Minute)
		status, state := f.write(id, create("w1", "Lunch"))
		assert.Equal(t, http.StatusOK, status)
		assert.Equal(t, system.WriteDelivered, state)
		_, effects := f.made(anna)
		assert.Equal(t, 1, effects)
		for name, row := range map[string]struct {
			account, body string
			status        int
		}{
			"unknown account":    {"nobody", create("w", "x"), 404},
			"unknown event":      {id, update("w", "nothing", "x"), 404},
			"unknown draft":      {id, `{"id":"w","kind":"delete","draft_of":"nothing"}`, 404},
			"no id":              {id, create("", "x"), 400},
			"no kind":            {id, `{"id":"w"}`, 400},
			"no times":           {id, `{"id":"w","kind":"create"}`, 400},
			"ends too early":     {id, `{"id":"w","kind":"create","start":"2000-01-05T09:00:00Z","end":"2000-01-05T08:00:00Z"}`, 400},
			"create of an event": {id, `{"id":"w","kind":"create","event":"x","start":"2000-01-05T09:00:00Z","end":"2000-01-05T10:00:00Z"}`, 400},
			"no JSON":            {id, `w`, 400},
		} {
			status, _ := f.write(row.account, row.body)
			assert.Equal(t, row.status, status, name)
		}
	})
}

// TestLostAnswers: the provider did the work and nobody heard of it.
func TestLostAnswers(t *testing.T) {
	dialects(t, func(t *testing.T, f *fixture, o standin.Owner, id string) {
		var lost atomic.Int64
		f.provider.SetLoss(func(r *http.Request) bool {
			if !strings.Contains(r.URL.Path, "/events") || r.Method == http.MethodGet {
				return false
			}
			return lost.Add(1)%2 == 1
		})
		f.accept(id, create("w1", "Lunch"))
		f.accept(id, update("w2", "draft:w1", "Long lunch"))
		time.Sleep(2 * time.Hour)
		subjects, effects := f.made(o)
		assert.Equal(t, []string{"Long lunch"}, subjects)
		assert.Equal(t, 2, effects)
		assert.Equal(t, []string{"Long lunch"}, f.seen(id))
		assert.Equal(t, system.WriteDelivered, f.state(id, "w2"))
		f.accept(id, remove("w3", "made-0/="))
		lost.Store(0)
		time.Sleep(2 * time.Hour)
		subjects, effects = f.made(o)
		assert.Empty(t, subjects)
		assert.Equal(t, 3, effects)
		assert.Equal(t, system.WriteDelivered, f.state(id, "w3"))
	})
}

// TestLandedCreateIsShownOnce: a round shows the event before its write is known to
// have made it.
func TestLandedCreateIsShownOnce(t *testing.T) {
	bubble(t, `{"sync":{"poll":"1m"}}`, func(t *testing.T, f *fixture) {
		id := f.link(anna, system.OutlookCom, system.Live)
		f.provider.SetLoss(func(r *http.Request) bool {
			return r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/events")
		})
		f.accept(id, create("w1", "Lunch"))
		time.Sleep(10 * time.Minute)
		assert.Equal(t, system.WriteDelivered, f.state(id, "w1"), "the round proves it")
		assert.Equal(t, []string{"Lunch"}, f.seen(id))
	})
}

func TestConflicts(t *testing.T) {
	dialects(t, func(t *testing.T, f *fixture, o standin.Owner, id string) {
		f.accept(id, create("w1", "Lunch"))
		time.Sleep(time.Hour)
		f.provider.Edit(o.Address, "made-0/=", "Moved by the guest")
		f.accept(id, update("w2", "made-0/=", "Long lunch"))
		f.accept(id, remove("w3", "made-0/="))
		f.accept(id, create("w4", "Tea"))
		time.Sleep(time.Hour)
		assert.Equal(t, system.WriteConflict, f.state(id, "w2"))
		assert.Equal(t, system.WriteConflict, f.state(id, "w3"))
		assert.Equal(t, system.WriteDelivered, f.state(id, "w4"))
		assert.NotEmpty(t, f.get("/v1/accounts/" + id + "/writes/w2")["reason"])
		subjects, _ := f.made(o)
		assert.Equal(t, []string{"Moved by the guest", "Tea"}, subjects)
		assert.ElementsMatch(t, subjects, f.seen(id))
	})
}

func TestWritesWaitForTheProvider(t *testing.T) {
	bubble(t, "", func(t *testing.T, f *fixture) {
		id := f.link(anna, system.OutlookCom, system.Live)
		f.provider.SetFault(down)
		time.Sleep(time.Hour)
		before := len(f.provider.Requests())
		for i := range 5 {
			f.accept(id, create(fmt.Sprint("w", i), fmt.Sprint("Event ", i)))
		}
		f.accept(id, `{"id":"u","kind":"update","draft_of":"w0","subject":"First","start":"2000-01-05T09:00:00Z","end":"2000-01-05T10:00:00Z"}`)
		time.Sleep(3 * time.Hour)
		assert.LessOrEqual(t, len(f.provider.Requests())-before, 2*12+4, "one write and one round a poll, and a token an hour")
		assert.Len(t, f.seen(id), 5, "reads show them at all times")
		f.provider.SetFault(nil)
		time.Sleep(20 * time.Minute)
		subjects, effects := f.made(anna)
		assert.Equal(t, []string{"First", "Event 1", "Event 2", "Event 3", "Event 4"}, subjects)
		assert.Equal(t, 6, effects)
		assert.ElementsMatch(t, subjects, f.seen(id))
	})
}

func TestRefusedCreateFailsWhatDependsOnIt(t *testing.T) {
	bubble(t, "", func(t *testing.T, f *fixture) {
		id := f.link(anna, system.OutlookCom, system.Live)
		f.provider.SetFault(func(r *http.Request) (*http.Response, error) {
			if r.Method != http.MethodPost || !strings.HasSuffix(r.URL.Path, "/events") {
				return nil, nil
			}
			return standin.Answer(http.StatusBadRequest, "application/json", `{"error":{"code":"ErrorPropertyValidationFailure","message":"No."}}`), nil
		})
		f.accept(id, create("w1", "Lunch"))
		f.accept(id, update("w2", "draft:w1", "Long lunch"))
		time.Sleep(time.Minute)
		assert.Equal(t, system.WriteFailed, f.state(id, "w1"))
		assert.Equal(t, system.WriteFailed, f.state(id, "w2"))
		assert.Empty(t, f.seen(id))
	})
}

// TestOtherMailboxGetsNoWrites: waiting writes must not reach a mailbox that is not
// the one they were made for.
func TestOtherMailboxGetsNoWrites(t *testing.T) {
	bubble(t, "", func(t *testing.T, f *fixture) {
		id := f.link(anna, system.OutlookCom, system.Live)
		f.provider.SetFault(down)
		time.Sleep(time.Hour)
		f.accept(id, create("w1", "Lunch"))
		other := anna
		other.CalendarID = "calendar-other"
		f.provider.Change(other)
		f.restart("")
		f.provider.SetFault(nil)
		time.Sleep(24 * time.Hour)
		_, effects := f.made(anna)
		assert.Zero(t, effects)
		assert.Equal(t, system.WriteQueued, f.state(id, "w1"))
		assert.Equal(t, string(system.StateConfirm), f.account(id)["state"])
	})
}

// TestKill kills the service at instants around a delivery. Nothing may be lost,
// and nothing done twice.
func TestKill(t *testing.T) {
	for name, after := range map[string]time.Duration{
		"before the delivery begins":        0,
		"while a request is on its way":     500 * time.Millisecond,
		"after the work, before the answer": 1500 * time.Millisecond,
		"after the answer":                  2500 * time.Millisecond,
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, "", func(t *testing.T, f *fixture) {
				id := f.link(anna, system.OutlookCom, system.Live)
				f.provider.SetFault(func(r *http.Request) (*http.Response, error) {
					select {
					case <-time.After(time.Second):
						return nil, nil
					case <-r.Context().Done():
						return nil, r.Context().Err()
					}
				})
				f.provider.SetLoss(func(r *http.Request) bool {
					select {
					case <-time.After(time.Second):
						return false
					case <-r.Context().Done():
						return true
					}
				})
				f.accept(id, create("w1", "Lunch"))
				f.accept(id, update("w2", "draft:w1", "Long lunch"))
				f.accept(id, create("w3", "Tea"))
				time.Sleep(after)
				for range 4 { // once around each of the writes, and once more
					f.restart("")
					time.Sleep(after + 2*time.Second)
				}
				time.Sleep(2 * time.Hour)
				subjects, effects := f.made(anna)
				assert.Equal(t, []string{"Long lunch", "Tea"}, subjects)
				assert.Equal(t, 3, effects)
				for _, w := range []string{"w1", "w2", "w3"} {
					assert.Equal(t, system.WriteDelivered, f.state(id, w), w)
				}
				assert.ElementsMatch(t, subjects, f.seen(id))
			})
		})
	}
}

// restart kills the service and starts another one on the same database.
func (f *fixture) restart(settings string) {
	f.t.Helper()
	f.Kill()
	s, err := service.New(f.t.Context(), f.config(settings))
	require.NoError(f.t, err)
	f.Service = s
	f.provider.Subscriber = s.Handler()
	require.NoError(f.t, s.Start(f.t.Context()))
}
