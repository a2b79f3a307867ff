package engine_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/system"
)

// tells is an Identifier over a world, and where what it tells is kept.
type tells struct {
	w      *world
	answer func(asked int) (string, error)
	asked  int
	kept   []string
}

func (t *tells) MailboxID(_ context.Context, a system.Access) (string, error) {
	t.w.note(request{operation: "me", account: a.Account.ID, token: a.Token})
	t.asked++
	return t.answer(t.asked)
}

func (t *tells) SaveMailboxID(_ context.Context, _ system.AccountID, generation int, id string) error {
	t.kept = append(t.kept, id)
	return nil
}

func identifying(w *world, answer func(asked int) (string, error)) *tells {
	t := &tells{w: w, answer: answer}
	w.engine.Identifier, w.engine.MailboxIDs = t, t
	w.set(func(s *system.Settings) { s.Sync.StoreMailboxID = true })
	return t
}

func TestMailboxIDIsStored(t *testing.T) {
	good := func(int) (string, error) { return "guid", nil }
	t.Run("OnceAfterLinking", func(t *testing.T) {
		inWorld(t, func(w *world) {
			x := identifying(w, good)
			w.linked()
			w.until(2 * time.Hour)
			assert.Equal(t, []string{"guid"}, x.kept)
			assert.Equal(t, 1, x.asked)
		})
	})
	t.Run("NotUnlessWanted", func(t *testing.T) {
		inWorld(t, func(w *world) {
			x := identifying(w, good)
			w.set(func(s *system.Settings) { s.Sync.StoreMailboxID = false })
			w.linked()
			w.until(2 * time.Hour)
			assert.Zero(t, x.asked)
		})
	})
	t.Run("NotWithoutAnybodyToAsk", func(t *testing.T) {
		inWorld(t, func(w *world) {
			w.set(func(s *system.Settings) { s.Sync.StoreMailboxID = true })
			w.linked()
			w.until(2 * time.Hour)
			assert.Equal(t, system.StateHealthy, w.store.account("a").State)
		})
	})
	for name, known := range map[string]func(*system.Account){
		"NotWhenItIsKnown":         func(a *system.Account) { a.MailboxID = "told by the authorization" },
		"NotInTheDialectWithoutIt": func(a *system.Account) { a.Provider = system.Microsoft365 },
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				x := identifying(w, good)
				w.start()
				w.store.link("a", "first", w.began.Add(time.Hour)) // one that renews its token
				w.store.mu.Lock()
				a := w.store.accounts["a"]
				known(&a)
				w.store.accounts["a"] = a
				w.store.mu.Unlock()
				w.add("a")
				w.until(2 * time.Hour)
				assert.Zero(t, x.asked)
				assert.Empty(t, x.kept)
			})
		})
	}
	t.Run("WhatPassesIsTriedWithTheNextRound", func(t *testing.T) {
		inWorld(t, func(w *world) {
			x := identifying(w, func(asked int) (string, error) {
				if asked < 3 {
					return "", unavailable
				}
				return "guid", nil
			})
			w.linked()
			w.until(46 * time.Minute)
			assert.Equal(t, []string{"guid"}, x.kept)
			assert.Equal(t, 3, x.asked)
			assert.Equal(t, system.StateHealthy, w.store.account("a").State, "the round had succeeded")
		})
	})
	t.Run("ErrRefused", func(t *testing.T) {
		inWorld(t, func(w *world) {
			x := identifying(w, func(int) (string, error) {
				return "", &system.Error{Class: system.ClassPermanent, Status: http.StatusForbidden}
			})
			w.linked()
			w.until(2 * time.Hour)
			assert.Equal(t, 1, x.asked, "a refusal holds for the token")
			assert.Equal(t, system.StateHealthy, w.store.account("a").State)
			assert.Empty(t, x.kept)
		})
	})
	t.Run("WhenATokenIsRenewed", func(t *testing.T) {
		inWorld(t, func(w *world) {
			x := identifying(w, func(int) (string, error) {
				return "", &system.Error{Class: system.ClassPermanent, Status: http.StatusForbidden}
			})
			w.start()
			w.store.link("a", "first", w.began.Add(time.Hour))
			w.add("a")
			w.until(70 * time.Minute)
			assert.Equal(t, 2, x.asked)
		})
	})
}
