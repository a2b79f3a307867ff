package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"

	"github.com/schollz/progressbar/v3"

	"anchorage/harness/world"
	"anchorage/reports"
)

// progress shows how far the variants are: a bar on a terminal, a quiet line now
// and then elsewhere.
type progress struct {
	w     io.Writer
	start time.Time
	bar   *progressbar.ProgressBar // nil when w is no terminal

	mu    sync.Mutex
	each  map[string]*position
	order []string
	told  time.Time
}

// position is how far one variant is.
type position struct {
	total time.Duration // of its clock
	last  world.Progress
	from  time.Time
}

// quietEvery is the pace of lines where there is no terminal.
const quietEvery = 10 * time.Second

func newProgress(w io.Writer) *progress {
	p := &progress{w: w, start: time.Now(), each: map[string]*position{}}
	p.told = p.start
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		p.bar = progressbar.NewOptions(1000, progressbar.OptionSetWriter(w), progressbar.OptionClearOnFinish(),
			progressbar.OptionSetElapsedTime(false), progressbar.OptionSetPredictTime(true), progressbar.OptionSetWidth(24),
			progressbar.OptionThrottle(100*time.Millisecond))
	}
	return p
}

// add announces a variant before it starts.
func (p *progress) add(variant string, from, until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.each[variant] = &position{total: until.Sub(from), from: from, last: world.Progress{Now: from}}
	p.order = append(p.order, variant)
}

// update takes a progress value of a variant's worker.
func (p *progress) update(variant string, raw []byte) {
	var v world.Progress
	if json.Unmarshal(raw, &v) != nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.each[variant].last = v
	switch {
	case p.bar != nil:
		p.bar.Describe(p.line(variant))
		p.bar.Set(int(1000 * p.share()))
	case time.Since(p.told) >= quietEvery:
		p.told = time.Now()
		fmt.Fprintln(p.w, p.line(variant))
	}
}

func (p *progress) share() float64 {
	var done, total time.Duration
	for _, x := range p.each {
		done += x.last.Now.Sub(x.from)
		total += x.total
	}
	if total == 0 {
		return 0
	}
	return float64(done) / float64(total)
}

// line tells one variant's virtual date, what is in force, and the speed of all.
func (p *progress) line(variant string) string {
	x := p.each[variant]
	var virtual time.Duration
	for _, y := range p.each {
		virtual += y.last.Now.Sub(y.from)
	}
	speed := virtual.Hours() / max(time.Since(p.start).Seconds(), 0.001)
	force := "all quiet"
	if len(x.last.InForce) > 0 {
		force = strings.Join(x.last.InForce, ", ")
	}
	return fmt.Sprintf("%s  %s  %.1f h/s  %s  %s requests", variant, x.last.Now.UTC().Format("Mon 2 Jan 15:04"), speed, force, reports.Thousands(x.last.Requests))
}

func (p *progress) finish() {
	if p.bar != nil {
		p.bar.Finish()
	}
}

// interrupted says how far each variant was when a person ended the replay.
func (p *progress) interrupted() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	text := "interrupted; no file was written"
	for _, variant := range p.order {
		x := p.each[variant]
		if x.last.Now.Equal(x.from) {
			text += fmt.Sprintf("\n  %s: not begun, or not far", variant)
			continue
		}
		share := 100 * float64(x.last.Now.Sub(x.from)) / float64(x.total)
		text += fmt.Sprintf("\n  %s: reached %s, %.0f %% of its clock, %s requests", variant,
			x.last.Now.UTC().Format("Mon 2 Jan 15:04"), share, reports.Thousands(x.last.Requests))
	}
	return &exitError{code: exitInterrupted, text: text}
}
