// Package alerting watches the system: client_golang metrics, Prometheus's own
// rule manager over an in-memory head, and Alertmanager's own dispatcher,
// inhibition and receivers, in one process.
//
// Rule files and Alertmanager configurations are the ordinary ones, and may be
// handed to an external Prometheus and Alertmanager unchanged. The process is
// one of its own, as when deployed: the system that it watches may come and go.
package alerting

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Config of an alerting process. What is not set has a default, save Gather,
// Lane and Rand.
type Config struct {
	// Gather returns the exporter of the watched system, asked anew for each
	// scrape; nil while there is none to be reached.
	Gather func() prometheus.Gatherer
	// Dial opens the connections of receivers; nil for the network's own.
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)

	Rules            []byte // Prometheus rule file; default DefaultRules
	RulesName        string // for messages
	Alertmanager     []byte // Alertmanager configuration; default DefaultAlertmanager
	AlertmanagerName string // for messages

	Scrape     time.Duration // between scrapes; default 1m
	Evaluation time.Duration // between evaluations of groups that name no interval; default 1m

	Lane func(entity string) time.Duration               // entity's own offset below 1 ms
	Rand func(entity, operation string, n uint64) uint64 // keyed randomness, for pauses between attempts
	Log  *slog.Logger                                    // default: none
}

// DefaultEvaluation is the pace of rule groups that name no interval.
const DefaultEvaluation = time.Minute

func (c Config) withDefaults() Config {
	if c.Rules == nil {
		c.Rules, c.RulesName = DefaultRules(), "default.rules.yml"
	}
	if c.Alertmanager == nil {
		c.Alertmanager, c.AlertmanagerName = DefaultAlertmanager(), "default.alertmanager.yml"
	}
	if c.Scrape == 0 {
		c.Scrape = time.Minute
	}
	if c.Evaluation == 0 {
		c.Evaluation = DefaultEvaluation
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c
}

// Process is a running alerting process.
type Process struct {
	cancel       context.CancelFunc
	samples      *samples
	evaluation   *evaluation
	alertmanager *alertmanager
	scraping     sync.WaitGroup
}

// Start starts scraping, evaluating and delivering. An error names the file that
// is wrong and what is wrong in it. Stop must be called.
func Start(ctx context.Context, c Config) (*Process, error) {
	c = c.withDefaults()
	if err := errors.Join(CheckRules(c.RulesName, c.Rules), CheckAlertmanager(c.AlertmanagerName, c.Alertmanager)); err != nil {
		return nil, err
	}
	retention, err := retentionFor(c)
	if err != nil {
		return nil, err
	}
	into, err := openSamples(retention, c.Log)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	p := &Process{cancel: cancel, samples: into}
	if err := p.assemble(ctx, c); err != nil {
		cancel()
		return nil, errors.Join(err, into.close())
	}
	p.run(ctx, c)
	return p, nil
}

func (p *Process) assemble(ctx context.Context, c Config) (err error) {
	if p.alertmanager, err = newAlertmanager(ctx, c); err != nil {
		return err
	}
	if p.evaluation, err = newEvaluation(ctx, c, p.samples, newDelivery(p.alertmanager.alerts.Put, c.Log).notify); err != nil {
		p.alertmanager.alerts.Close()
		return fmt.Errorf("%s: %w", c.RulesName, err)
	}
	return nil
}

func (p *Process) run(ctx context.Context, c Config) {
	p.alertmanager.start()
	go p.evaluation.manager.Run()
	offset := scrapeOffset(c.Scrape, p.evaluation.phases()) + c.Lane("alerting/scrape")
	s := newScraper(c.Gather, p.samples, c.Log)
	p.scraping.Go(func() { s.run(ctx, c.Scrape, offset) })
}

// Stop ends the process: notices that are not delivered are lost, as when its
// machine stops.
func (p *Process) Stop() error {
	p.cancel()
	p.scraping.Wait()
	err := p.evaluation.stop()
	p.alertmanager.stop()
	return errors.Join(err, p.samples.close())
}
