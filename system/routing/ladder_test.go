package routing

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
)

// memory is a Store that a test can break.
type memory struct {
	mu          sync.Mutex
	experiments []system.Experiment
	accounts    []system.Account
	broken      string // method that fails
	remediation system.Remediation
	steps       []string // that were told
}

// remediate changes the mode in force.
func (m *memory) remediate(r system.Remediation) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.remediation = r
}

// settings in force.
func (m *memory) settings() system.Settings {
	m.mu.Lock()
	defer m.mu.Unlock()
	return system.Settings{Routing: system.RoutingSettings{Remediation: m.remediation}}.WithDefaults()
}

// change changes accounts.
func (m *memory) change(ids []system.AccountID, change func(*system.Account)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := range m.accounts {
		if slices.Contains(ids, m.accounts[i].ID) {
			change(&m.accounts[i])
		}
	}
}

func (m *memory) add(a system.Account) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.accounts = append(m.accounts, a)
}

func (m *memory) step(s system.Step) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.steps = append(m.steps, string(s.Provider)+": "+s.What)
}

var errBroken = errors.New("the store is broken")

func (m *memory) enter(method string) (func(), error) {
	m.mu.Lock()
	if m.broken == method {
		m.mu.Unlock()
		return nil, errBroken
	}
	return m.mu.Unlock, nil
}

func (m *memory) set(broken string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.broken = broken
}

func (m *memory) BeginExperiment(_ context.Context, e system.Experiment) (system.Experiment, error) {
	leave, err := m.enter("begin")
	if err != nil {
		return e, err
	}
	defer leave()
	e.ID = int64(len(m.experiments) + 1)
	m.experiments = append(m.experiments, e)
	return e, nil
}

func (m *memory) SaveExperiment(_ context.Context, e system.Experiment) error {
	leave, err := m.enter("save")
	if err != nil {
		return err
	}
	defer leave()
	m.experiments[e.ID-1] = e
	return nil
}

func (m *memory) Experiments(context.Context) ([]system.Experiment, error) {
	leave, err := m.enter("experiments")
	if err != nil {
		return nil, err
	}
	defer leave()
	return slices.Clone(m.experiments), nil
}

func (m *memory) FailingAccounts(context.Context) ([]system.Account, error) {
	leave, err := m.enter("failing")
	if err != nil {
		return nil, err
	}
	defer leave()
	return slices.Clone(m.accounts), nil
}

func (m *memory) Account(_ context.Context, id system.AccountID) (system.Account, error) {
	leave, err := m.enter("account")
	if err != nil {
		return system.Account{}, err
	}
	defer leave()
	i := slices.IndexFunc(m.accounts, func(a system.Account) bool { return a.ID == id })
	if i < 0 {
		return system.Account{}, system.ErrNotFound
	}
	return m.accounts[i], nil
}

type noMeter struct{}

func (noMeter) Experiment(system.Provider, system.ExperimentResult) {}
func (noMeter) Unhelped(system.Provider, int)                       {}

// watching runs a ladder over accounts that keep failing whatever they send.
func watching(t *testing.T, remediation system.Remediation, test func(*testing.T, *Ladder, *memory)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		store := &memory{remediation: remediation}
		l := NewLadder(Config{
			Store: store, Settings: store.settings, Enabled: store.settings().EnabledFor, Step: store.step,
			Rand: func(entity, _ string, n uint64) uint64 { return uint64(entity[len(entity)-1])*31%17 + n },
			Lane: func(string) time.Duration { return 7 }, Log: slog.New(slog.DiscardHandler), Meter: noMeter{},
		})
		for _, a := range many(12) {
			a.FailingSince, a.LastAttempt = time.Now().Add(-2*time.Hour), time.Now().Add(time.Hour)
			store.accounts = append(store.accounts, a)
			l.Settled(a, true, true)
		}
		ctx, stop := context.WithCancel(t.Context())
		require.NoError(t, l.Start(ctx))
		test(t, l, store)
		stop()
		l.Wait()
	})
}

// sending counts the accounts that send a hint.
func (m *memory) sending(l *Ladder, h system.Hint) (n int) {
	for _, a := range m.accounts {
		if l.Choose(l.config.Settings().Routing, a) == h {
			n++
		}
	}
	return n
}

// TestAStepIsDurableBeforeItTakesEffect: with a store that does not take a step,
// nothing changes; once it does, the ladder goes on.
func TestAStepIsDurableBeforeItTakesEffect(t *testing.T) {
	for _, broken := range []string{"begin", "failing"} {
		t.Run(broken, func(t *testing.T) {
			watching(t, system.RemediationAuto, func(t *testing.T, l *Ladder, m *memory) {
				m.set(broken)
				time.Sleep(time.Hour)
				assert.Empty(t, l.Experiments())
				assert.Zero(t, m.sending(l, system.HintEmail))
				m.set("")
				time.Sleep(10 * time.Minute)
				assert.Len(t, l.Experiments(), 1)
				assert.Equal(t, 5, m.sending(l, system.HintEmail))
			})
		})
	}
	for _, broken := range []string{"save", "account"} {
		t.Run(broken, func(t *testing.T) {
			watching(t, system.RemediationAuto, func(t *testing.T, l *Ladder, m *memory) {
				time.Sleep(10 * time.Minute)
				m.set(broken)
				time.Sleep(2 * time.Hour)
				assert.Equal(t, system.ExperimentRunning, l.Experiments()[0].Result)
				assert.Equal(t, 5, m.sending(l, system.HintEmail), "pilots alone")
				m.set("")
				time.Sleep(10 * time.Minute)
				assert.Equal(t, system.ExperimentNoHelp, l.Experiments()[0].Result)
				assert.Zero(t, m.sending(l, system.HintEmail), "nothing is left of it")
			})
		})
	}
}

func TestStartGoesOn(t *testing.T) {
	watching(t, system.RemediationAuto, func(t *testing.T, l *Ladder, m *memory) {
		time.Sleep(10 * time.Minute)
		again := NewLadder(l.config)
		ctx, stop := context.WithCancel(t.Context())
		require.NoError(t, again.Start(ctx))
		assert.Equal(t, l.Experiments(), again.Experiments())
		assert.Equal(t, 5, m.sending(again, system.HintEmail))
		stop()
		again.Wait()
		m.set("experiments")
		assert.ErrorIs(t, NewLadder(l.config).Start(t.Context()), errBroken)
	})
}

func TestManualOnlyTells(t *testing.T) {
	watching(t, system.RemediationManual, func(t *testing.T, l *Ladder, m *memory) {
		time.Sleep(6 * time.Hour)
		assert.Empty(t, l.Experiments())
		assert.Empty(t, l.MayAsk())
		accounts, _, err := l.Unhelped(t.Context())
		require.NoError(t, err)
		assert.Empty(t, accounts, "somebody may still deploy a hint")
		for _, a := range m.accounts {
			l.Settled(a, true, false)
		}
		accounts, remedies, err := l.Unhelped(t.Context())
		require.NoError(t, err)
		require.Len(t, accounts, 12)
		assert.Contains(t, remedies[0].Text, "nothing to do with routing")
		m.set("failing")
		_, _, err = l.Unhelped(t.Context())
		assert.ErrorIs(t, err, errBroken)
	})
}
