package api_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/system"
)

// mailboxes remembers what was adopted, and answers as told.
type mailboxes struct {
	err     error
	adopted []any
	other   bool // a link to another mailbox was set aside
}

func (m *mailboxes) SetAside(context.Context, system.AccountID, int) error { return nil }

func (m *mailboxes) OtherMailbox(context.Context, system.AccountID) (bool, error) {
	return m.other, nil
}

func (m *mailboxes) AdoptMailbox(_ context.Context, id system.AccountID, generation int) error {
	if m.err == nil {
		m.adopted = append(m.adopted, id, generation)
	}
	return m.err
}

func TestConfirm(t *testing.T) {
	bubble(t, func(t *testing.T, f *fixture) {
		f.account(func(a *system.Account) { a.State, a.Generation = system.StateConfirm, 2 })
		assert.Equal(t, 2.0, decoded(t, f.get("/v1/accounts/a"))["confirm_generation"])
		w := f.do(http.MethodPost, "/v1/accounts/a/confirm", `{"generation":2}`)
		assert.Equal(t, http.StatusOK, w.Code)
		assert.Equal(t, "a", decoded(t, w)["id"])
		assert.Equal(t, []any{system.AccountID("a"), 2}, f.mailboxes.adopted)
		assert.Equal(t, []system.AccountID{"a"}, f.woken)
	})
	t.Run("SetAside", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			f.account()
			f.mailboxes.other = true
			told := decoded(t, f.get("/v1/accounts/a"))
			assert.Equal(t, 1.0, told["confirm_generation"])
			assert.Contains(t, told["remedy"], "until the owner confirms")
		})
	})
	for _, row := range []struct {
		name, body string
		err        error
		status     int
		code       string
	}{
		{"ErrNoBody", "", nil, http.StatusBadRequest, "bad_body"},
		{"ErrNoGeneration", "{}", nil, http.StatusBadRequest, "bad_body"},
		{"ErrUnknownField", `{"generation":1,"really":true}`, nil, http.StatusBadRequest, "bad_body"},
		{"ErrUnknown", `{"generation":1}`, system.ErrNotFound, http.StatusNotFound, "unknown_account"},
		{"ErrNothingToConfirm", `{"generation":1}`, system.ErrStale, http.StatusConflict, "nothing_to_confirm"},
		{"ErrStore", `{"generation":1}`, context.DeadlineExceeded, http.StatusInternalServerError, "internal"},
	} {
		t.Run(row.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, f *fixture) {
				f.account()
				f.mailboxes.err = row.err
				w := f.do(http.MethodPost, "/v1/accounts/a/confirm", row.body)
				assert.Equal(t, row.status, w.Code)
				assert.Equal(t, row.code, codeOf(t, w))
				assert.Empty(t, f.woken)
				assert.NotContains(t, decoded(t, f.get("/v1/accounts/a")), "confirm_generation")
			})
		})
	}
}
