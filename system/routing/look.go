package routing

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"anchorage/system"
)

// watch looks three times a poll, and not more often than once a minute.
func (l *Ladder) watch(ctx context.Context, lane time.Duration) {
	for {
		every := max(time.Minute, (l.config.Settings().Sync.Poll.D() / 3).Truncate(time.Millisecond))
		timer := time.NewTimer(time.Until(time.Now().Truncate(time.Millisecond).Add(every + lane)))
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
		if err := l.look(ctx); err != nil && ctx.Err() == nil {
			l.config.Log.Error("the routing ladder cannot go on", "error", err)
		}
	}
}

// look judges what is under way, and decides what to do about every account that
// fails. Only watch calls it: nobody else changes the experiments.
func (l *Ladder) look(ctx context.Context) error {
	if l.config.Settings().Routing.Remediation == system.RemediationManual && !l.busy() {
		l.adopt(ctx, plan{})
		return nil
	}
	seen, err := l.see(ctx)
	if err != nil {
		return err
	}
	for _, e := range l.Experiments() {
		if e.Result != system.ExperimentRunning {
			continue
		}
		if judged := seen.judge(e); !judged.ReadAt.Equal(e.ReadAt) || judged.Result != e.Result {
			if err := l.save(ctx, judged); err != nil {
				return err
			}
		}
	}
	if seen.settings.Routing.Remediation == system.RemediationManual {
		l.adopt(ctx, plan{})
		return nil
	}
	_, p, err := l.consider(ctx, seen)
	if err != nil {
		return err
	}
	for _, e := range p.begin {
		if err := l.begin(ctx, e); err != nil {
			return err
		}
	}
	l.adopt(ctx, p)
	return nil
}

// consider reads all accounts that fail and plans for them.
func (l *Ladder) consider(ctx context.Context, seen sight) ([]system.Account, plan, error) {
	failing, err := l.config.Store.FailingAccounts(ctx)
	if err != nil {
		return nil, plan{}, err
	}
	return failing, l.climb(seen).plan(failing, func(a system.Account, n uint64) uint64 {
		return l.config.Rand(a.Key, "routing/experiment", n)
	}), nil
}

// Unhelped lists the accounts that nothing can help now, by ID, with the reason.
// It holds in every mode.
func (l *Ladder) Unhelped(ctx context.Context) ([]system.Account, []system.Remedy, error) {
	failing, p, err := l.consider(ctx, sight{now: time.Now().UTC(), settings: l.config.Settings(), enabled: l.config.Enabled})
	if err != nil {
		return nil, nil, err
	}
	var accounts []system.Account
	var remedies []system.Remedy
	for _, a := range failing {
		if remedy := p.remedies[a.ID]; remedy.Helpless {
			accounts, remedies = append(accounts, a), append(remedies, remedy)
		}
	}
	return accounts, remedies, nil
}

func (l *Ladder) busy() bool {
	return slices.ContainsFunc(l.Experiments(), func(e system.Experiment) bool { return e.Result == system.ExperimentRunning })
}

// see reads the accounts that take part in what is under way.
func (l *Ladder) see(ctx context.Context) (sight, error) {
	known := map[system.AccountID]system.Account{}
	for _, e := range l.Experiments() {
		if e.Result != system.ExperimentRunning {
			continue
		}
		for _, id := range slices.Concat(e.Pilots, e.Control) {
			a, err := l.config.Store.Account(ctx, id)
			if err != nil {
				return sight{}, err
			}
			known[id] = a
		}
	}
	return sight{
		now: time.Now().UTC().Round(0), settings: l.config.Settings(), enabled: l.config.Enabled,
		account: func(id system.AccountID) (system.Account, bool) { a, ok := known[id]; return a, ok },
	}, nil
}

func (l *Ladder) climb(s sight) climb {
	l.mu.Lock()
	defer l.mu.Unlock()
	return climb{sight: s, experiments: l.experiments, rungs: l.rungs, curable: func(a system.Account) (bool, bool) {
		l.mu.Lock()
		defer l.mu.Unlock()
		f, known := l.failures[a.ID]
		return f.curable, known && f.generation == a.Generation
	}}
}

// begin makes an experiment durable before a pilot sends anything.
func (l *Ladder) begin(ctx context.Context, e system.Experiment) error {
	e, err := l.config.Store.BeginExperiment(ctx, e)
	if err != nil {
		return err
	}
	l.put(e)
	l.config.Log.LogAttrs(ctx, slog.LevelInfo, "routing experiment begins", append(about(e),
		slog.Int("pilots", len(e.Pilots)), slog.Int("control", len(e.Control)))...)
	l.step(e.Group.Provider, begun(e))
	return nil
}

func (l *Ladder) step(p system.Provider, what string) {
	if l.config.Step != nil {
		l.config.Step(system.Step{At: time.Now(), Provider: p, What: what})
	}
}

// save makes a step durable before it takes effect.
func (l *Ladder) save(ctx context.Context, e system.Experiment) error {
	if err := l.config.Store.SaveExperiment(ctx, e); err != nil {
		return err
	}
	l.put(e)
	if e.Result == system.ExperimentRunning {
		l.config.Log.LogAttrs(ctx, slog.LevelInfo, "routing experiment helped its pilots", append(about(e),
			slog.Int("pilots", len(e.Pilots)), slog.Int("healed", len(e.Healed)))...)
		l.step(e.Group.Provider, helped(e))
		return nil
	}
	l.config.Meter.Experiment(e.Group.Provider, e.Result)
	l.config.Log.LogAttrs(ctx, slog.LevelInfo, "routing experiment ends", append(about(e),
		slog.String("result", string(e.Result)), slog.Int("pilots", len(e.Pilots)), slog.Int("healed", len(e.Healed)))...)
	l.step(e.Group.Provider, over(e))
	return nil
}

func about(e system.Experiment) []slog.Attr {
	return []slog.Attr{
		slog.Int64("experiment", e.ID), slog.String("provider", string(e.Group.Provider)), slog.String("authorization", string(e.Group.Authorization)),
		slog.String("from", string(e.From)), slog.String("to", string(e.To)),
	}
}

// put replaces an experiment, or adds it. What others have got of the old list
// stays as it was.
func (l *Ladder) put(e system.Experiment) {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := slices.Clone(l.experiments)
	if i := slices.IndexFunc(all, func(x system.Experiment) bool { return x.ID == e.ID }); i >= 0 {
		all[i] = e
	} else {
		all = append(all, e)
	}
	l.experiments, l.rungs = all, rungsOf(all)
}

// adopt puts a plan into force and tells of accounts that nothing can help, when
// their number has changed.
func (l *Ladder) adopt(ctx context.Context, p plan) {
	l.mu.Lock()
	before := l.plan
	l.plan = p
	l.mu.Unlock()
	for _, provider := range system.Providers {
		n := p.unhelped[provider]
		if n == before.unhelped[provider] {
			continue
		}
		l.config.Meter.Unhelped(provider, n)
		l.config.Log.LogAttrs(ctx, slog.LevelWarn, "accounts that nothing can help", slog.String("provider", string(provider)), slog.Int("accounts", n))
		l.step(provider, fmt.Sprintf("accounts that nothing can help now: %d", n))
	}
}
