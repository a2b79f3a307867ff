package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
)

func TestExperiments(t *testing.T) {
	s := open(t)
	first := system.Experiment{
		Group: system.RoutingGroup{Provider: system.OutlookCom, Authorization: system.Live}, From: system.HintNone, To: system.HintEmail,
		Pilots: []system.AccountID{"a", "b"}, Control: []system.AccountID{"c"}, StartedAt: noon,
	}
	second := first
	second.To, second.Into, second.Control = system.HintRelink, system.IdentityPlatform, nil
	first, err := s.BeginExperiment(t.Context(), first)
	require.NoError(t, err)
	second, err = s.BeginExperiment(t.Context(), second)
	require.NoError(t, err)
	assert.Equal(t, []int64{1, 2}, []int64{first.ID, second.ID})

	first.Healed, first.ReadAt = []system.AccountID{"b"}, noon.Add(time.Hour)
	require.NoError(t, s.SaveExperiment(t.Context(), first))
	first.EndedAt, first.Result = noon.Add(2*time.Hour), system.ExperimentPromoted
	require.NoError(t, s.SaveExperiment(t.Context(), first))

	all, err := s.Experiments(t.Context())
	require.NoError(t, err)
	second.Control, second.Healed = []system.AccountID{}, []system.AccountID{}
	assert.Equal(t, []system.Experiment{first, second}, all)
	t.Run("ErrStale", func(t *testing.T) {
		first.Result = system.ExperimentNoHelp
		assert.ErrorIs(t, s.SaveExperiment(t.Context(), first), system.ErrStale, "what has ended stays as it ended")
		assert.ErrorIs(t, s.SaveExperiment(t.Context(), system.Experiment{ID: 3}), system.ErrStale)
	})
}

func TestFailingAccounts(t *testing.T) {
	s := open(t)
	for id, state := range map[system.AccountID]system.State{"d": system.StateFailing, "c": system.StateReauthorise, "b": system.StateFailing, "a": ""} {
		linked(t, s, id)
		if state != "" {
			require.NoError(t, s.RecordFailure(t.Context(), id, 1, noon, state, "http_503"))
		}
	}
	failing, err := s.FailingAccounts(t.Context())
	require.NoError(t, err)
	require.Len(t, failing, 2)
	assert.Equal(t, []system.AccountID{"b", "d"}, []system.AccountID{failing[0].ID, failing[1].ID})
	assert.Equal(t, noon, failing[0].FailingSince)
}

func TestAsks(t *testing.T) {
	s := open(t)
	linked(t, s, "a")
	linked(t, s, "b")
	at := func(m int) time.Time { return noon.Add(time.Duration(m) * time.Minute) }
	ask := func(digest string, id system.AccountID, sent int) system.Ask {
		a := system.Ask{Digest: digest, Account: id, Generation: 1, SentAt: at(sent), ExpiresAt: at(sent + 100)}
		require.NoError(t, s.SaveAsk(t.Context(), a))
		return a
	}
	first, other := ask("1", "a", 0), ask("2", "b", 5)
	require.NoError(t, s.ExpireAsk(t.Context(), "1", at(10)))
	first.ExpiresAt = at(10)
	again := ask("3", "a", 10)

	sent, err := s.AsksSince(t.Context(), at(0))
	require.NoError(t, err)
	assert.Equal(t, []time.Time{at(5), at(10)}, sent, "after, not at")
	of, err := s.AsksOf(t.Context(), "a", 1)
	require.NoError(t, err)
	assert.Equal(t, []system.Ask{first, again}, of)
	of, err = s.AsksOf(t.Context(), "a", 2)
	require.NoError(t, err)
	assert.Empty(t, of)
	open, err := s.OpenAsks(t.Context(), at(20))
	require.NoError(t, err)
	assert.Equal(t, []system.Ask{other, again}, open)
	require.NoError(t, s.UseAsk(t.Context(), "2", at(30)))
	open, err = s.OpenAsks(t.Context(), at(105))
	require.NoError(t, err)
	assert.Equal(t, []system.Ask{again}, open)
	open, err = s.OpenAsks(t.Context(), at(110))
	require.NoError(t, err)
	assert.Empty(t, open, "expired")
	t.Run("ErrStale", func(t *testing.T) {
		assert.ErrorIs(t, s.ExpireAsk(t.Context(), "2", at(40)), system.ErrStale, "used")
		assert.ErrorIs(t, s.ExpireAsk(t.Context(), "1", at(40)), system.ErrStale, "expired before")
		assert.ErrorIs(t, s.ExpireAsk(t.Context(), "none", at(40)), system.ErrStale)
	})
}

func TestAdoptMailbox(t *testing.T) {
	s := open(t)
	linked(t, s, "a")
	require.NoError(t, s.CommitRound(t.Context(), round("a", noon, event("1", noon), event("2", noon.Add(time.Hour)))))
	_, err := s.Enqueue(t.Context(), system.Write{ID: "w", Account: "a", Kind: system.WriteUpdate, EventID: "1", Subject: "x", Start: noon, End: noon.Add(time.Hour), AcceptedAt: noon})
	require.NoError(t, err)
	require.NoError(t, s.SaveSubscription(t.Context(), system.Subscription{ID: "s", Account: "a", Generation: 1, ClientState: "secret", Expires: noon}))
	require.ErrorIs(t, s.AdoptMailbox(t.Context(), "a", 1), system.ErrStale, "nothing to confirm")

	require.NoError(t, s.SaveLink(t.Context(), "a", credential(2), ""))
	require.NoError(t, s.RecordFailure(t.Context(), "a", 2, noon.Add(time.Hour), system.StateConfirm, "other_calendar"))
	require.ErrorIs(t, s.AdoptMailbox(t.Context(), "a", 1), system.ErrStale, "another generation than was seen")
	require.ErrorIs(t, s.AdoptMailbox(t.Context(), "nobody", 1), system.ErrNotFound)
	assert.Equal(t, []string{"1", "2"}, ids(t, s, "a", allTime), "nothing has changed so far")

	require.NoError(t, s.AdoptMailbox(t.Context(), "a", 2))
	assert.Empty(t, ids(t, s, "a", allTime))
	a, err := s.Account(t.Context(), "a")
	require.NoError(t, err)
	assert.Equal(t, []any{system.StateFailing, "", true, 2}, []any{a.State, a.CalendarID, a.AsOf.IsZero(), a.Generation})
	cursor, err := s.Cursor(t.Context(), "a")
	require.NoError(t, err)
	assert.Empty(t, cursor.Link)
	w, err := s.Write(t.Context(), "a", "w")
	require.NoError(t, err)
	assert.Equal(t, []string{system.WriteFailed, "The account is now one of another mailbox."}, []string{w.State, w.Reason})
	_, err = s.Subscription(t.Context(), "a")
	assert.ErrorIs(t, err, system.ErrNotFound)
	require.ErrorIs(t, s.AdoptMailbox(t.Context(), "a", 2), system.ErrStale, "once is enough")
}

// TestSetAside: a link to another mailbox gives way to the one before, and takes its
// place again when the owner says so.
func TestSetAside(t *testing.T) {
	s := open(t)
	relinked := func(id system.AccountID) {
		linked(t, s, id)
		require.NoError(t, s.CommitRound(t.Context(), round(id, noon, event("1", noon))))
		c := credential(2)
		c.Authorization, c.RefreshToken = system.IdentityPlatform, "other"
		require.NoError(t, s.SaveLink(t.Context(), id, c, "o@t"))
	}
	state := func(id system.AccountID) []any {
		a, err := s.Account(t.Context(), id)
		require.NoError(t, err)
		c, err := s.Credential(t.Context(), id)
		require.NoError(t, err)
		other, err := s.OtherMailbox(t.Context(), id)
		require.NoError(t, err)
		return []any{a.Generation, a.Authorization, a.MailboxID, c.Generation, c.RefreshToken, other}
	}
	t.Run("OK", func(t *testing.T) {
		relinked("a")
		require.ErrorIs(t, s.SetAside(t.Context(), "a", 1), system.ErrStale)
		require.NoError(t, s.SetAside(t.Context(), "a", 2))
		assert.Equal(t, []any{3, system.Live, "", 3, "refresh", true}, state("a"))
		failing, err := s.FailingAccounts(t.Context())
		require.NoError(t, err)
		assert.Empty(t, failing, "it waits for its owner")
		require.NoError(t, s.AdoptMailbox(t.Context(), "a", 3))
		assert.Equal(t, []any{4, system.IdentityPlatform, "o@t", 4, "other", false}, state("a"))
		assert.Empty(t, ids(t, s, "a", allTime))
	})
	t.Run("AnotherLinkTakesItsPlace", func(t *testing.T) {
		relinked("b")
		require.NoError(t, s.SetAside(t.Context(), "b", 2))
		require.NoError(t, s.SaveLink(t.Context(), "b", credential(4), ""))
		assert.Equal(t, []any{4, system.Live, "", 4, "refresh", false}, state("b"))
		assert.ErrorIs(t, s.AdoptMailbox(t.Context(), "b", 4), system.ErrStale)
	})
	t.Run("TheLastThatWorkedComesBack", func(t *testing.T) {
		relinked("c")
		require.NoError(t, s.SaveLink(t.Context(), "c", credential(3), ""), "before the one before had a round")
		require.NoError(t, s.SetAside(t.Context(), "c", 3))
		assert.Equal(t, []any{4, system.Live, "", 4, "refresh", true}, state("c"))
	})
	t.Run("ErrNotFound", func(t *testing.T) {
		relinked("d")
		r := round("d", noon.Add(time.Hour))
		r.Generation = 2
		require.NoError(t, s.CommitRound(t.Context(), r))
		assert.ErrorIs(t, s.SetAside(t.Context(), "d", 2), system.ErrNotFound, "it has worked since")
		linked(t, s, "e")
		assert.ErrorIs(t, s.SetAside(t.Context(), "e", 1), system.ErrNotFound, "a first link replaces nothing")
		assert.ErrorIs(t, s.SetAside(t.Context(), "nobody", 1), system.ErrNotFound)
	})
}
