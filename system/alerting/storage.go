package alerting

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb"
)

// truncateEvery is how often samples go that no rule looks at any more.
const truncateEvery = time.Hour

// samples is a Prometheus head without a database around it: no write-ahead log,
// no blocks, no compaction, and nothing on disk but an empty directory.
type samples struct {
	*tsdb.Head
	dir       string
	retention time.Duration // 0: for ever
	truncated time.Time     // when older samples went last
}

// openSamples begins with none. Samples older than retention go; 0 keeps all.
func openSamples(retention time.Duration, log *slog.Logger) (*samples, error) {
	dir, err := os.MkdirTemp("", "anchorage-samples-")
	if err != nil {
		return nil, fmt.Errorf("samples: %w", err)
	}
	options := tsdb.DefaultHeadOptions()
	options.ChunkDirRoot = dir
	options.ChunkRange = (1000 * 24 * time.Hour).Milliseconds() // chunks are cut by length only
	options.StripeSize = 256                                    // hundreds of series, not millions
	options.IsolationDisabled = true                            // a scrape is never read while it is written: their instants differ
	head, err := tsdb.NewHead(prometheus.NewRegistry(), log, nil, nil, options, nil)
	if err != nil {
		os.RemoveAll(dir)
		return nil, fmt.Errorf("samples: %w", err)
	}
	if err := head.Init(0); err != nil {
		os.RemoveAll(dir)
		return nil, fmt.Errorf("samples: %w", err)
	}
	return &samples{Head: head, dir: dir, retention: retention, truncated: time.Now()}, nil
}

// Querier implements storage.Queryable.
func (s *samples) Querier(from, until int64) (storage.Querier, error) {
	q, err := tsdb.NewBlockQuerier(tsdb.NewRangeHead(s.Head, from, until), from, until)
	return untrimmed{q}, err
}

// untrimmed leaves chunks as they are: the query engine looks at the instant of each
// sample anyway, and to trim a chunk first is slower than all that it does with it.
type untrimmed struct{ storage.Querier }

func (q untrimmed) Select(ctx context.Context, sorted bool, hints *storage.SelectHints, matchers ...*labels.Matcher) storage.SeriesSet {
	if hints != nil {
		whole := *hints
		whole.DisableTrimming = true
		hints = &whole
	}
	return q.Querier.Select(ctx, sorted, hints, matchers...)
}

// truncate drops what no rule looks at any more, now and then.
func (s *samples) truncate(now time.Time) error {
	if s.retention == 0 || now.Sub(s.truncated) < truncateEvery {
		return nil
	}
	s.truncated = now
	return s.Truncate(now.Add(-s.retention).UnixMilli())
}

func (s *samples) close() error {
	err := s.Close()
	if gone := os.RemoveAll(s.dir); err == nil {
		err = gone
	}
	return err
}
