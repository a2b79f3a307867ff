package alerting

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/value"
	"github.com/prometheus/prometheus/storage"
)

// job is the label by which rules tell the scraped system.
const job = "anchorage"

// scraper copies the exporter's series into the samples, as Prometheus does when
// it scrapes /metrics: every series gets the job, "up" tells whether it worked,
// and what is no longer exported is marked stale.
type scraper struct {
	gather func() prometheus.Gatherer
	into   *samples
	log    *slog.Logger

	series map[string]*scraped // by name and label values
	up     *scraped
	round  uint64
	key    []byte // reused
}

// scraped is a series as it was met last.
type scraped struct {
	ref    storage.SeriesRef
	labels labels.Labels
	round  uint64 // of the last scrape that had it
	stale  bool
}

func newScraper(gather func() prometheus.Gatherer, into *samples, log *slog.Logger) *scraper {
	return &scraper{
		gather: gather, into: into, log: log, series: map[string]*scraped{},
		up: &scraped{labels: labels.FromStrings(model.MetricNameLabel, "up", "job", job)},
	}
}

// run scrapes at every whole interval plus offset until ctx ends.
func (s *scraper) run(ctx context.Context, interval, offset time.Duration) {
	now := time.Now()
	next := now.Truncate(interval).Add(offset)
	if !next.After(now) {
		next = next.Add(interval)
	}
	if !sleep(ctx, next.Sub(now)) {
		return
	}
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		if err := s.scrape(ctx, time.Now()); err != nil {
			s.log.Warn("scrape", "err", err)
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

// scrape stores one sample of every series. A broken or absent exporter is no
// error here: it shows as up = 0.
func (s *scraper) scrape(ctx context.Context, now time.Time) error {
	families, up := s.families()
	s.round++
	at := now.UnixMilli()
	app := s.into.AppenderV2(ctx)
	err := s.append(app, s.up, at, up)
	for _, f := range families {
		for _, m := range f.Metric {
			if v, ok := valueOf(m); ok && err == nil {
				err = s.append(app, s.find(f.GetName(), m.Label), at, v)
			}
		}
	}
	for _, known := range s.series {
		if known.round != s.round && !known.stale && err == nil {
			known.stale = true
			known.ref, err = app.Append(known.ref, known.labels, 0, at, math.Float64frombits(value.StaleNaN), nil, nil, storage.AOptions{})
		}
	}
	if err != nil {
		app.Rollback()
		return fmt.Errorf("append: %w", err)
	}
	if err := app.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return s.into.truncate(now)
}

func (s *scraper) families() ([]*dto.MetricFamily, float64) {
	g := s.gather()
	if g == nil {
		return nil, 0
	}
	families, err := g.Gather()
	if err != nil {
		s.log.Warn("gather", "err", err)
		return nil, 0
	}
	return families, 1
}

func (s *scraper) append(app storage.AppenderV2, to *scraped, at int64, v float64) (err error) {
	to.round, to.stale = s.round, false
	to.ref, err = app.Append(to.ref, to.labels, 0, at, v, nil, nil, storage.AOptions{})
	return err
}

// find returns the series with this name and these labels, made at first sight.
func (s *scraper) find(name string, pairs []*dto.LabelPair) *scraped {
	s.key = append(s.key[:0], name...)
	for _, p := range pairs {
		s.key = append(append(append(append(s.key, 0), p.GetName()...), 0), p.GetValue()...)
	}
	if known, ok := s.series[string(s.key)]; ok {
		return known
	}
	b := labels.NewBuilder(labels.FromStrings(model.MetricNameLabel, name, "job", job))
	for _, p := range pairs {
		b.Set(p.GetName(), p.GetValue())
	}
	made := &scraped{labels: b.Labels()}
	s.series[string(s.key)] = made
	return made
}

// valueOf a counter, gauge or untyped metric: the system exports no others.
func valueOf(m *dto.Metric) (float64, bool) {
	switch {
	case m.Counter != nil:
		return m.Counter.GetValue(), true
	case m.Gauge != nil:
		return m.Gauge.GetValue(), true
	case m.Untyped != nil:
		return m.Untyped.GetValue(), true
	}
	return 0, false
}

// sleep returns false as soon as ctx ends.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}
