package store_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"github.com/pressly/goose/v3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system/store"
)

// A cache of before series were known as such is read anew: until then it serves,
// with its as_of.
func TestCacheOfBeforeSeries(t *testing.T) {
	file := filepath.Join(t.TempDir(), "cache.db")
	db, err := sql.Open("sqlite", file)
	require.NoError(t, err)
	migrations, err := goose.NewProvider(goose.DialectSQLite3, db, os.DirFS("migrations/sqlite"))
	require.NoError(t, err)
	_, err = migrations.UpTo(t.Context(), 2)
	require.NoError(t, err)
	_, err = db.ExecContext(t.Context(), `INSERT INTO account (id, key, email, provider, mechanism, state, generation, as_of, delta_link)
		VALUES ('a', 'a', 'a@example.com', 'outlook.com', 'live', 'healthy', 1, 7, 'link');
		INSERT INTO event (account, id, calendar_id, etag, subject, starts, ends, all_day, show_as) VALUES ('a', 'o1', 'c', 'e', 'stand-up', 1, 2, 0, 'busy')`)
	require.NoError(t, err)
	require.NoError(t, db.Close())

	s, err := store.Open(t.Context(), file)
	require.NoError(t, err)
	defer s.Close()
	cursor, err := s.Cursor(t.Context(), "a")
	require.NoError(t, err)
	assert.Empty(t, cursor.Link, "the next round is a complete one")
	account, err := s.Account(t.Context(), "a")
	require.NoError(t, err)
	assert.EqualValues(t, 7, account.AsOf.UnixNano())
}
