package ours

import (
	"context"
	"fmt"
	"io"
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
	held     io.Closer // a connection without which a database in memory would be gone; nil: nothing outlives the service
	watched  atomic.Pointer[service.Service]
	alerting *alerting.Process
}

// keptOn finds what an earlier start left on the disk. Without a disk everything
// ends with the service.
func keptOn(ctx context.Context, disk *sut.Disk) (*kept, error) {
	if disk == nil {
		return &kept{dsn: ":memory:"}, nil
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
