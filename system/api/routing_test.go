package api_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/api"
)

// ladder is an api.Ladder that says what a test wants.
type ladder struct {
	experiments []system.Experiment
	remedies    map[system.AccountID]system.Remedy
	unhelped    []system.Account
	err         error
}

var _ api.Ladder = (*ladder)(nil)

func (l *ladder) Experiments() []system.Experiment         { return l.experiments }
func (l *ladder) Remedy(id system.AccountID) system.Remedy { return l.remedies[id] }
func (l *ladder) Unhelped(context.Context) (accounts []system.Account, remedies []system.Remedy, err error) {
	for _, a := range l.unhelped {
		remedies = append(remedies, l.remedies[a.ID])
	}
	return l.unhelped, remedies, l.err
}

func TestRouting(t *testing.T) {
	bubble(t, func(t *testing.T, f *fixture) {
		body := decoded(t, f.get("/v1/routing"))
		assert.Equal(t, map[string]any{"hint": "none", "remediation": "manual", "experiments": []any{}}, body)
		f.ladder.experiments = []system.Experiment{
			{ID: 1, Group: system.RoutingGroup{Provider: system.OutlookCom, Authorization: system.Live}, From: system.HintNone, To: system.HintEmail,
				Pilots: []system.AccountID{"a"}, Control: []system.AccountID{"b"}, Healed: []system.AccountID{"a"}, StartedAt: f.now, EndedAt: f.now.Add(time.Hour), Result: system.ExperimentOffered},
			{ID: 2, To: system.HintRelink, Pilots: []system.AccountID{"a"}, StartedAt: f.now},
		}
		all := decoded(t, f.get("/v1/routing"))["experiments"].([]any)
		require.Len(t, all, 2)
		assert.Equal(t, map[string]any{
			"id": 1.0, "provider": "outlook.com", "authorization": "live", "from": "none", "to": "email", "pilots": []any{"a"}, "control": []any{"b"}, "healed": []any{"a"},
			"started_at": "2000-01-02T00:00:00Z", "ended_at": "2000-01-02T01:00:00Z", "result": "offered",
			"do": "Deploy routing.hint email: it has healed pilots, and those left alone still fail.",
		}, all[0])
		running := all[1].(map[string]any)
		assert.Equal(t, []any{"running", []any{}, nil}, []any{running["result"], running["control"], running["do"]})
	})
}

func TestUnhelped(t *testing.T) {
	bubble(t, func(t *testing.T, f *fixture) {
		assert.Equal(t, map[string]any{"accounts": []any{}}, decoded(t, f.get("/v1/unhelped")))
		put := func(id system.AccountID, s system.State) system.Account {
			return f.account(func(a *system.Account) { a.ID, a.State, a.FailingSince, a.LastError = id, s, f.now, "http_503" })
		}
		f.ladder.unhelped = []system.Account{put("helpless", system.StateFailing), put("well-since", system.StateHealthy), put("asked", system.StateFailing)}
		f.ladder.remedies = map[system.AccountID]system.Remedy{}
		for _, a := range f.ladder.unhelped {
			f.ladder.remedies[a.ID] = system.Remedy{Helpless: true, Text: "Nothing is left."}
		}
		put("tried-again", system.StateFailing)
		put("rejected", system.StateReauthorise)
		put("other", system.StateConfirm)
		put("pending", system.StatePending)
		put("silent", system.StateFailing)
		for id, life := range map[system.AccountID]time.Duration{"asked": time.Hour, "silent": time.Minute} {
			require.NoError(t, f.store.SaveAsk(t.Context(), system.Ask{Digest: string(id), Account: id, Generation: 1, SentAt: f.now, ExpiresAt: f.now.Add(life)}))
		}
		time.Sleep(2 * time.Minute)
		told := map[string]any{}
		for _, a := range decoded(t, f.get("/v1/unhelped"))["accounts"].([]any) {
			a := a.(map[string]any)
			told[a["id"].(string)] = a["reason"]
		}
		assert.Equal(t, map[string]any{
			"helpless": "Nothing is left.",
			"rejected": "The provider rejects the credentials (http_503); only the owner can help, by linking again.",
			"other":    "Another mailbox than before was linked; the owner must confirm it, or link the right one again, before anything is read.",
			"silent":   "Its owner was asked to link again and has not done so; the link has expired.",
		}, told)
		assert.Equal(t, "Nothing is left.", decoded(t, f.get("/v1/accounts/helpless"))["remedy"])
		assert.NotContains(t, decoded(t, f.get("/v1/accounts/well-since")), "remedy")
	})
	t.Run("ErrStore", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			f.ladder.err = context.DeadlineExceeded
			assert.Equal(t, http.StatusInternalServerError, f.get("/v1/unhelped").Code)
			f.ladder.err = nil
			for _, method := range []string{"Accounts", "OpenAsk"} {
				f.account(func(a *system.Account) { a.State = system.StateFailing })
				f.store.SetFail(func(m string) error {
					if m == method {
						return context.DeadlineExceeded
					}
					return nil
				})
				assert.Equal(t, http.StatusInternalServerError, f.get("/v1/unhelped").Code, method)
				f.store.SetFail(nil)
			}
		})
	})
}
