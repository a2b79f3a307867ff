package store

import (
	"embed"
	"errors"
	"io/fs"
	"strings"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// dialect is all that differs from one database to another. Statements are
// written once, with "?" for parameters and nothing beyond what SQLite and
// PostgreSQL share.
type dialect struct {
	driver     string                    // name at database/sql
	dsn        func(string) string       // completes a data source name
	bind       func(query string) string // gives parameters the form that the driver wants
	taken      func(error) bool          // the statement broke a primary key or a unique index
	goose      goose.Dialect
	migrations fs.FS
}

//go:embed migrations/sqlite/*.sql
var sqliteMigrations embed.FS

func sqliteDialect() (dialect, error) {
	migrations, err := fs.Sub(sqliteMigrations, "migrations/sqlite")
	return dialect{
		driver: "sqlite", dsn: sqliteDSN, bind: func(q string) string { return q }, taken: sqliteTaken,
		goose: goose.DialectSQLite3, migrations: migrations,
	}, err
}

// sqliteDSN sets the pragmas where every connection gets them. A refreshed token
// must survive a power cut, so commits are synced (WAL with synchronous=FULL), unless
// the name sets a journal_mode itself.
func sqliteDSN(dsn string) string {
	separator := "?"
	if strings.Contains(dsn, "?") {
		separator = "&"
	}
	dsn += separator + "_pragma=foreign_keys(1)"
	if strings.Contains(dsn, ":memory:") || strings.Contains(dsn, "mode=memory") || strings.Contains(dsn, "journal_mode") {
		return dsn
	}
	return dsn + "&_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)"
}

func sqliteTaken(err error) bool {
	e, ok := errors.AsType[*sqlite.Error](err)
	return ok && (e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY || e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE)
}
