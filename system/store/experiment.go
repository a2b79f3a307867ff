package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"anchorage/system"
)

const experimentColumns = `id, provider, mechanism, from_rung, to_rung, into_mechanism, pilots, control, healed, started_at, read_at, ended_at, result`

const (
	insertExperiment = `INSERT INTO experiment (` + experimentColumns + `)
		SELECT COALESCE((SELECT MAX(id) FROM experiment), 0) + 1, ?, ?, ?, ?, ?, ?, ?, '[]', ?, 0, 0, '' RETURNING id`
	updateExperiment  = `UPDATE experiment SET healed = ?, read_at = ?, ended_at = ?, result = ? WHERE id = ? AND ended_at = 0`
	selectExperiments = `SELECT ` + experimentColumns + ` FROM experiment ORDER BY id`
	selectFailing     = `SELECT ` + accountColumns + ` FROM account WHERE state = 'failing'
		AND NOT EXISTS (SELECT 1 FROM other_link o WHERE o.account = account.id) ORDER BY id`
)

var _ system.Experiments = (*Store)(nil)

// BeginExperiment implements system.Experiments.
func (s *Store) BeginExperiment(ctx context.Context, e system.Experiment) (system.Experiment, error) {
	pilots, err := listOf(e.Pilots)
	if err != nil {
		return e, err
	}
	control, err := listOf(e.Control)
	if err != nil {
		return e, err
	}
	err = s.row(ctx, insertExperiment, []any{string(e.Group.Provider), string(e.Group.Authorization), string(e.From), string(e.To), string(e.Into),
		pilots, control, nanos(e.StartedAt)}, &e.ID)
	return e, named(err, "experiment with", e.To)
}

// SaveExperiment implements system.Experiments.
func (s *Store) SaveExperiment(ctx context.Context, e system.Experiment) error {
	healed, err := listOf(e.Healed)
	if err != nil {
		return err
	}
	n, err := s.exec(ctx, updateExperiment, healed, nanos(e.ReadAt), nanos(e.EndedAt), string(e.Result), e.ID)
	if err := guarded(n, err); err != nil {
		return fmt.Errorf("experiment %d: %w", e.ID, err)
	}
	return nil
}

// Experiments implements system.Experiments.
func (s *Store) Experiments(ctx context.Context) ([]system.Experiment, error) {
	var all []system.Experiment
	err := s.rows(ctx, selectExperiments, nil, func(r *sql.Rows) error {
		e, err := scannedExperiment(r)
		all = append(all, e)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("experiments: %w", err)
	}
	return all, nil
}

func scannedExperiment(r *sql.Rows) (system.Experiment, error) {
	var e system.Experiment
	var pilots, control, healed string
	var started, read, ended int64
	err := r.Scan(&e.ID, &e.Group.Provider, &e.Group.Authorization, &e.From, &e.To, &e.Into, &pilots, &control, &healed, &started, &read, &ended, &e.Result)
	if err != nil {
		return e, err
	}
	e.StartedAt, e.ReadAt, e.EndedAt = instant(started), instant(read), instant(ended)
	for _, list := range []struct {
		text string
		into *[]system.AccountID
	}{{pilots, &e.Pilots}, {control, &e.Control}, {healed, &e.Healed}} {
		if err := json.Unmarshal([]byte(list.text), list.into); err != nil {
			return e, fmt.Errorf("experiment %d: accounts: %w", e.ID, err)
		}
	}
	return e, nil
}

// FailingAccounts implements system.Experiments.
func (s *Store) FailingAccounts(ctx context.Context) ([]system.Account, error) {
	return s.accounts(ctx, selectFailing)
}

// listOf is how a list of accounts is stored: as JSON, [] when empty.
func listOf(ids []system.AccountID) (string, error) {
	if ids == nil {
		return "[]", nil
	}
	b, err := json.Marshal(ids)
	if err != nil {
		return "", fmt.Errorf("list of accounts: %w", err)
	}
	return string(b), nil
}
