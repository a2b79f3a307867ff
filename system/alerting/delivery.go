package alerting

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/alertmanager/alert"
	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/rules"
)

// Deliveries keep to the upper half of each millisecond: the offsets of other
// actors are counted from its start.
const (
	deliveriesFrom = 500 * time.Microsecond
	deliveriesRoom = 499_979 // nanoseconds before they are used again
)

// delivery carries alerts from the rule manager to Alertmanager, as Prometheus
// sends them.
//
// Alertmanager starts a group's timers when it gets the first alert of it, and
// takes alerts in by several workers. Handed over as they come, alerts of one
// evaluation would share an instant, and groups would flush at that of a later
// evaluation; the scheduler would decide who is first. So alerts are sorted, and
// each is delivered at a nanosecond of its own, which no other delivery of this
// process has.
type delivery struct {
	put  func(context.Context, ...*alert.Alert) error
	log  *slog.Logger
	turn chan struct{} // holds one token: rule groups deliver one after the other
	n    int64         // deliveries so far; whoever holds the turn may use it
}

func newDelivery(put func(context.Context, ...*alert.Alert) error, log *slog.Logger) *delivery {
	d := &delivery{put: put, log: log, turn: make(chan struct{}, 1)}
	d.turn <- struct{}{}
	return d
}

// notify implements rules.NotifyFunc.
func (d *delivery) notify(ctx context.Context, _ string, alerts ...*rules.Alert) {
	if len(alerts) == 0 {
		return
	}
	slices.SortFunc(alerts, func(a, b *rules.Alert) int { return strings.Compare(a.Labels.String(), b.Labels.String()) })
	select {
	case <-d.turn:
	case <-ctx.Done():
		return
	}
	defer func() { d.turn <- struct{}{} }()
	for _, a := range alerts {
		if !sleep(ctx, d.wait(time.Now())) {
			return
		}
		if err := d.put(ctx, convert(a, time.Now())); err != nil {
			d.log.Error("deliver alert", "alert", a.Labels.Get(labels.AlertName), "err", err)
		}
	}
}

// wait is how long until the next delivery's own instant, in the millisecond
// after this one.
func (d *delivery) wait(now time.Time) time.Duration {
	own := deliveriesFrom + time.Duration(d.n%deliveriesRoom)
	d.n++
	return now.Truncate(time.Millisecond).Add(time.Millisecond + own).Sub(now)
}

// convert gives an alert the end that Prometheus gives it: its resolution, or
// the instant from which it counts as resolved unless it is sent again.
func convert(a *rules.Alert, now time.Time) *alert.Alert {
	end := a.ValidUntil
	if !a.ResolvedAt.IsZero() {
		end = a.ResolvedAt
	}
	return &alert.Alert{
		Alert: model.Alert{
			Labels:      labelSet(a.Labels),
			Annotations: labelSet(a.Annotations),
			StartsAt:    a.FiredAt,
			EndsAt:      end,
		},
		UpdatedAt: now,
	}
}

func labelSet(from labels.Labels) model.LabelSet {
	set := make(model.LabelSet, from.Len())
	from.Range(func(l labels.Label) {
		if l.Value != "" {
			set[model.LabelName(l.Name)] = model.LabelValue(l.Value)
		}
	})
	return set
}
