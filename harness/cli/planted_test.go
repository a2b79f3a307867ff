package cli_test

import (
	"context"
	"os"
	"sync"
	"time"

	"anchorage/harness/ours"
	"anchorage/harness/sut"
)

// plantedVariable tells a worker what its system does at plantedAt.
const plantedVariable = "ANCHORAGE_TEST_PLANTED"

// What goes wrong inside of a world.
const (
	plantedPanic    = "panic"    // in a goroutine of its own
	plantedInRead   = "read"     // a panic while an owner reads
	plantedDeadlock = "deadlock" // two goroutines wait for each other, and Stop for both, while alerting goes on
	plantedMutex    = "mutex"    // held across a sleep while somebody wants it
	plantedLeak     = "leak"     // a goroutine that never ends
	plantedLoop     = "loop"     // without end
	plantedExit     = "exit"     // of the process
	plantedChance   = "chance"   // answers depend on the process
	plantedWrong    = "wrong"    // answers are empty
)

// plantedAt is the virtual instant of it: at the 5th of ten minutes, and at no
// instant of anybody else's.
var plantedAt = time.Date(2022, 6, 14, 9, 45, 0, 250_001, time.UTC)

// planted is our system with trouble in it, or just our system.
func planted() sut.Factory {
	if kind := os.Getenv(plantedVariable); kind != "" {
		return plantedFactory{kind: kind}
	}
	return ours.Factory{}
}

type plantedFactory struct {
	ours.Factory
	kind string
}

func (f plantedFactory) Start(ctx context.Context, env sut.Env) (sut.System, error) {
	inner, err := f.Factory.Start(ctx, env)
	if err != nil {
		return nil, err
	}
	s := &plantedSystem{System: inner.(*ours.System), kind: f.kind}
	s.waiting.Go(func() {
		timer := time.NewTimer(time.Until(plantedAt))
		defer timer.Stop()
		select {
		case <-ctx.Done(): // a world that ends earlier
		case <-timer.C:
			s.misbehave()
		}
	})
	return s, nil
}

// plantedSystem keeps all abilities of ours.
type plantedSystem struct {
	*ours.System
	kind    string
	waiting sync.WaitGroup
	mu      sync.Mutex
}

func (s *plantedSystem) misbehave() {
	switch s.kind {
	case plantedPanic:
		panic("planted: nothing is at home")
	case plantedDeadlock:
		s.waitForEachOther()
	case plantedMutex:
		s.holdAcrossSleep()
	case plantedLeak:
		go s.neverEnd()
	case plantedLoop:
		s.loop()
	case plantedExit:
		os.Exit(0)
	}
}

func (s *plantedSystem) waitForEachOther() {
	mine, theirs := make(chan int), make(chan int)
	s.waiting.Go(func() { mine <- <-theirs })
	theirs <- <-mine
}

func (s *plantedSystem) holdAcrossSleep() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting.Go(s.wantMutex)
	time.Sleep(time.Second)
}

func (s *plantedSystem) wantMutex() {
	s.mu.Lock()
	defer s.mu.Unlock()
}

func (s *plantedSystem) neverEnd() { <-make(chan int) }

func (s *plantedSystem) loop() {
	for i := 0; i >= 0; i &= 1023 {
		i++
	}
}

func (s *plantedSystem) Read(ctx context.Context, id sut.AccountID, w sut.Window) (sut.Snapshot, error) {
	snapshot, err := s.System.Read(ctx, id, w)
	if time.Now().Before(plantedAt) {
		return snapshot, err
	}
	switch s.kind {
	case plantedInRead:
		var nobody *sut.Event
		snapshot.Events = append(snapshot.Events, *nobody)
	case plantedWrong:
		snapshot.Events = nil
	case plantedChance:
		snapshot.Stale = os.Getenv("GOGC") == "140" // any fact of the process would do
	}
	return snapshot, err
}

// Stop waits for what was started, as a system should.
func (s *plantedSystem) Stop(ctx context.Context) error {
	s.waiting.Wait()
	return s.System.Stop(ctx)
}
