package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/store"
)

var noon = time.Date(2022, 3, 1, 12, 0, 0, 7, time.UTC) // 7 ns: lanes must survive the store

func open(t testing.TB) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), ":memory:")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

func account(id system.AccountID) system.Account {
	return system.Account{ID: id, Key: "key-" + string(id), Email: string(id) + "@example.com", Provider: system.OutlookCom,
		Authorization: system.Live, State: system.StatePending}
}

func credential(generation int) system.Credential {
	return system.Credential{Authorization: system.Live, AccessToken: "access", RefreshToken: "refresh", Expiry: noon.Add(time.Hour), Generation: generation}
}

// linked stores an account with credentials of generation 1.
func linked(t testing.TB, s *store.Store, id system.AccountID) {
	t.Helper()
	require.NoError(t, s.CreateAccount(t.Context(), account(id)))
	require.NoError(t, s.SaveLink(t.Context(), id, credential(1), ""))
}

func event(id string, start time.Time) system.Event {
	return system.Event{ID: id, CalendarID: "calendar", ETag: `W/"1"`, Subject: "Subject of " + id, Start: start, End: start.Add(time.Hour), ShowAs: "busy"}
}

// round is a complete first round with the given events.
func round(id system.AccountID, asOf time.Time, events ...system.Event) system.Round {
	return system.Round{Account: id, Generation: 1, AsOf: asOf, Complete: true, CalendarID: "calendar", Changed: events,
		Cursor: system.Cursor{Link: "link-1", Window: system.Window{From: noon.Add(-24 * time.Hour), Until: noon.Add(24 * time.Hour)}}, Hint: system.HintNone}
}

var allTime = system.Window{From: noon.Add(-1000 * time.Hour), Until: noon.Add(1000 * time.Hour)}

func ids(t testing.TB, s *store.Store, id system.AccountID, w system.Window) []string {
	t.Helper()
	events, _, err := s.Events(t.Context(), id, w)
	require.NoError(t, err)
	all := []string{}
	for _, e := range events {
		all = append(all, e.ID)
	}
	return all
}
