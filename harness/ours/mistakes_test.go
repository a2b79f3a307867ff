package ours_test

import (
	"context"
	"errors"

	"anchorage/harness/ours"
	"anchorage/harness/sut"
)

// mistakeVariable tells a worker which mistake its system has.
const mistakeVariable = "ANCHORAGE_TEST_MISTAKE"

// Mistakes of systems.
const (
	none    = ""
	silent  = "silent"  // no answer says that it is old
	unheard = "unheard" // no read is answered
)

// mistaken is our system with a mistake in it.
func mistaken(mistake string) sut.Factory {
	if mistake == none {
		return ours.Factory{}
	}
	return mistakenFactory{mistake: mistake}
}

type mistakenFactory struct {
	ours.Factory
	mistake string
}

func (f mistakenFactory) Start(ctx context.Context, env sut.Env) (sut.System, error) {
	inner, err := f.Factory.Start(ctx, env)
	if err != nil {
		return nil, err
	}
	return &mistakenSystem{System: inner.(*ours.System), mistake: f.mistake}, nil
}

// mistakenSystem keeps all abilities of ours.
type mistakenSystem struct {
	*ours.System
	mistake string
}

func (s *mistakenSystem) Read(ctx context.Context, id sut.AccountID, w sut.Window) (sut.Snapshot, error) {
	if s.mistake == unheard {
		return sut.Snapshot{}, errors.New("nobody is at home")
	}
	snapshot, err := s.System.Read(ctx, id, w)
	if s.mistake == silent {
		snapshot.Stale = false
	}
	return snapshot, err
}
