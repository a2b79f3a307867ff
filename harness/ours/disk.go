package ours

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"

	"anchorage/harness/sut"
	"anchorage/system/alerting"
	"anchorage/system/service"
	"anchorage/system/store"
)

// kept is what outlives a kill of the service: its database, and the alerting,
// which is a process of its own.
type kept struct {
	dsn      string
	scratch  string    // the file of a database that nothing outlives, until it has been opened
	held     io.Closer // a connection without which a database in memory would be gone; nil: nothing outlives the service
	watched  atomic.Pointer[service.Service]
	alerting *alerting.Process
}

// keptOn finds what an earlier start left on the disk. Without a disk everything
// ends with the service.
func keptOn(ctx context.Context, disk *sut.Disk) (*kept, error) {
	if disk == nil {
		return keptOnScratch()
	}
	if k, ok := disk.Kept.(*kept); ok {
		return k, nil
	}
	k := &kept{dsn: fmt.Sprintf("file:disk-%p?mode=memory&cache=shared", disk)}
	held, err := store.Open(ctx, k.dsn)
	if err != nil {
		return nil, fmt.Errorf("disk: %w", err)
	}
	k.held, disk.Kept = held, k
	return k, nil
}

// keptOnScratch makes an empty file for a database that ends with the service. In a
// file that is never synced it is as fast as in memory, and what is not in use of a
// large fleet's calendars takes up none. The cache is small: whenever SQLite has put the
// pages of an index in order, it looks through all that are cached at the next commit.
func keptOnScratch() (*kept, error) {
	f, err := os.CreateTemp("", "anchorage-*.db")
	if err != nil {
		return nil, fmt.Errorf("disk: %w", err)
	}
	name := url.URL{Path: filepath.ToSlash(f.Name())}
	return &kept{
		scratch: f.Name(),
		dsn:     "file:" + name.EscapedPath() + "?_pragma=journal_mode(MEMORY)&_pragma=synchronous(OFF)&_pragma=locking_mode(EXCLUSIVE)&_pragma=cache_size(-32768)",
	}, f.Close()
}

// opened takes the name of a scratch file away, so that it is gone however the
// process ends. A system that does not let go of open files keeps it.
func (k *kept) opened() {
	if k.scratch != "" {
		_ = os.Remove(k.scratch)
	}
}

// Close lets the database go.
func (k *kept) Close() error { return k.held.Close() }

// gatherer of the service that runs; nil while none does.
func (k *kept) gatherer() prometheus.Gatherer {
	if s := k.watched.Load(); s != nil {
		return s.Gatherer()
	}
	return nil
}

// Kill implements sut.Killable. The alerting goes on: it finds nobody to ask.
func (s *System) Kill() {
	s.kept.watched.Store(nil)
	s.service.Kill()
	_ = s.server.Close() // connections are cut, as the caller wants
	s.serving.Wait()
}
