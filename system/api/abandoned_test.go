package api_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
)

// What nobody finishes is forgotten, but not before who comes late has had a day
// to be told so.
func TestAbandonedFlowsAreForgotten(t *testing.T) {
	bubble(t, func(t *testing.T, f *fixture) {
		_, first := begun(t, f)
		time.Sleep(23 * time.Hour)
		_, second := begun(t, f)
		assert.Equal(t, 2, f.store.Flows())
		assert.Equal(t, "expired", outcomeOf(t, f.get(callback("code", "c", "state", first))))
		time.Sleep(25 * time.Hour)
		begun(t, f)
		assert.Equal(t, 1, f.store.Flows(), "the one that has just begun")
		assert.Equal(t, "unknown", outcomeOf(t, f.get(callback("code", "c", "state", second))))
	})
	t.Run("ErrStore", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			f.store.SetFail(func(method string) error {
				if method == "DropFlows" {
					return assert.AnError
				}
				return nil
			})
			_, state := begun(t, f)
			assert.Equal(t, "linked", outcomeOf(t, f.get(callback("code", "c", "state", state))), "linking goes on")
		})
	})
}

// A mailbox GUID that was read says nothing against an identity that has another
// kind of ID.
func TestRelinkOverAMailboxGUID(t *testing.T) {
	bubble(t, func(t *testing.T, f *fixture) {
		f.authorizer.who = system.Identity{MailboxID: "o@t"}
		id, state := begun(t, f)
		a, err := f.store.Account(t.Context(), id)
		require.NoError(t, err)
		a.State, a.MailboxID = system.StateHealthy, "0003bffd-0fe5-50a1-0000-000000000000"
		f.store.Put(a)
		w := f.get(callback("code", "c", "state", state))
		assert.Equal(t, http.StatusOK, w.Code)
		assert.Equal(t, "linked", outcomeOf(t, w))
	})
}
