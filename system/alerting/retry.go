package alerting

import (
	"context"
	"time"

	"github.com/prometheus/alertmanager/alert"
	"github.com/prometheus/alertmanager/notify"
)

// LongestPause lies between two attempts to reach a receiver.
const LongestPause = time.Minute

// LongestDelivery is how long an evaluation takes to reach a receiver that answers, in
// addition to the waits of its group.
const LongestDelivery = time.Second

// Pace of repeated attempts to reach a receiver.
const (
	retryFirst = time.Second
	retryMost  = LongestPause
	// attemptTimeout is no whole number of milliseconds, so that it never ties
	// with the answer.
	attemptTimeout = 10*time.Second + time.Nanosecond
)

// retrying tries a receiver again by itself and reports each failure as final.
// Alertmanager would try again at instants drawn from a source that cannot be
// seeded. What has not arrived when the group's time is up, Alertmanager sends
// at the group's next flush.
type retrying struct {
	receiver string
	to       notify.Integration
	rand     func(entity, operation string, n uint64) uint64
}

// wrap makes an integration retry by itself.
func wrap(receiver string, i notify.Integration, rand func(string, string, uint64) uint64) notify.Integration {
	r := &retrying{receiver: receiver, to: i, rand: rand}
	return notify.NewIntegration(r, &r.to, i.Name(), i.Index(), receiver)
}

// Notify implements notify.Notifier.
func (r *retrying) Notify(ctx context.Context, alerts ...*alert.Alert) (bool, error) {
	group, _ := notify.GroupKey(ctx)
	for n := 0; ; n++ {
		again, err := r.attempt(ctx, alerts)
		if err == nil || !again {
			return false, err
		}
		pause := r.pause(group, n)
		if end, limited := ctx.Deadline(); limited && !time.Now().Add(pause).Before(end) {
			return false, err
		}
		if !sleep(ctx, pause) {
			return false, err
		}
	}
}

func (r *retrying) attempt(ctx context.Context, alerts []*alert.Alert) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, attemptTimeout)
	defer cancel()
	return r.to.Notify(ctx, alerts...)
}

// pause before attempt n+1: doubled each time up to a bound, then between half
// of it and the whole, in milliseconds.
func (r *retrying) pause(group string, n int) time.Duration {
	most := retryMost
	if n < 6 {
		most = min(retryFirst<<n, retryMost)
	}
	half := uint64(most.Milliseconds() / 2)
	ms := half + r.rand(r.receiver+" "+group, "retry", uint64(n))%(half+1)
	return time.Duration(ms) * time.Millisecond
}
