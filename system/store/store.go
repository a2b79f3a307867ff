// Package store keeps accounts, credentials, the cache and what relinking needs
// in one SQL database: SQLite in memory or in a file.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/pressly/goose/v3"

	"anchorage/system"
)

// Store implements system.Store. All methods may be called concurrently; they are
// served one by one, first come, first served. A statement that has begun is
// finished even if its context ends: it is short, and whoever asked for a rotated
// token to be saved needs it saved.
type Store struct {
	gate       gate
	db         *sql.DB
	dialect    dialect
	statements map[string]*sql.Stmt // by their text in this package; read-only after Open
}

var _ system.Store = (*Store)(nil)

// Open opens the database and brings its tables up to date. dsn is ":memory:", a
// file name or a "file:" URI of SQLite's, which may set pragmas as the driver reads
// them ("_pragma=").
func Open(ctx context.Context, dsn string) (*Store, error) {
	if dsn == "" {
		return nil, errors.New("the store has no name; expected a file or an in-memory database")
	}
	d, err := sqliteDialect()
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	db, err := sql.Open(d.driver, d.dsn(dsn))
	if err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	// One connection, kept: a database in memory lives and dies with it.
	db.SetMaxOpenConns(1)
	db.SetMaxIdleConns(1)
	s := &Store{db: db, dialect: d, statements: map[string]*sql.Stmt{}}
	if err := s.setUp(context.WithoutCancel(ctx)); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Store) setUp(ctx context.Context) error {
	migrations, err := goose.NewProvider(s.dialect.goose, s.db, s.dialect.migrations,
		goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	if _, err := migrations.Up(ctx); err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	for _, q := range queries {
		stmt, err := s.db.PrepareContext(ctx, s.dialect.bind(q))
		if err != nil {
			return fmt.Errorf("statement: %w", err)
		}
		s.statements[q] = stmt
	}
	return nil
}

// Ping implements system.Store.
func (s *Store) Ping(ctx context.Context) error {
	s.gate.enter()
	defer s.gate.leave()
	return s.db.PingContext(context.WithoutCancel(ctx))
}

// Close closes the database. A database in memory is gone.
func (s *Store) Close() error {
	s.gate.enter()
	defer s.gate.leave()
	var all []error
	for _, q := range queries {
		if stmt := s.statements[q]; stmt != nil {
			all = append(all, stmt.Close())
		}
	}
	return errors.Join(append(all, s.db.Close())...)
}

// nanos is how an instant is stored; the zero time is 0.
func nanos(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

// instant is the inverse of nanos.
func instant(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(0, n).UTC()
}
