package world

import (
	"context"
	"fmt"
	"net"
	"sync"
	"time"

	"anchorage/harness/history"
	"anchorage/scenarios"
	"anchorage/sim/sinks"
)

// Hosts of the world beside the provider's.
const (
	hostSystem    = "sync.example.com"
	hostChat      = "chat.example.com"
	hostPager     = "pager.example.com"
	hostHeartbeat = "heartbeat.example.com"
	hostStatus    = "status.example.com"
	hostDesk      = "desk.example.com"
	hostMail      = "mail.example.com:25"
)

type listener = net.Listener

// sinkSet is where messages to people end up.
type sinkSet struct {
	world     *world
	heartbeat *sinks.Heartbeat
	switches  map[string]func(down bool) // key: name of a sink in scenario files
	mail      *sinks.Mail
	running   sync.WaitGroup
}

// newSinks opens them. Alertmanager's own notifiers insist on connections, so
// the alert sinks stand behind real HTTP servers on pipes; the others are
// reached directly.
func (w *world) newSinks() (*sinkSet, error) {
	s := &sinkSet{world: w}
	unknown := w.violation
	chat := &sinks.Chat{Clock: w.clock, Observe: w.chatted, Unknown: unknown}
	pager := &sinks.Pager{Clock: w.clock, Seed: w.seed, Observe: w.paged, Unknown: unknown}
	s.heartbeat = &sinks.Heartbeat{Clock: w.clock, Unknown: unknown}
	s.switches = map[string]func(bool){scenarios.SinkChat: chat.SetDown, scenarios.SinkPager: pager.SetDown}
	desk := &sinks.HelpDesk{Clock: w.clock, Observe: w.ticketed, Unknown: unknown}
	page := &sinks.StatusPage{Clock: w.clock, Unknown: unknown}
	s.mail = &sinks.Mail{Clock: w.clock, Observe: w.mailed, Unknown: unknown}
	w.network.Handle(hostChat, chat)
	w.network.Handle(hostPager, pager)
	w.network.Handle(hostHeartbeat, s.heartbeat)
	w.network.Handle(hostDesk, desk)
	w.network.Handle(hostStatus, page)
	for _, host := range []string{hostChat, hostPager, hostHeartbeat} {
		if err := w.network.Serve(host+":80", host); err != nil {
			return nil, err
		}
	}
	l, err := w.network.Listen(hostMail)
	if err != nil {
		return nil, err
	}
	s.running.Go(func() { s.mail.Serve(l) })
	return s, nil
}

// start begins to watch the heartbeat.
func (s *sinkSet) start(ctx context.Context) {
	w := s.world
	lost := func(last time.Time) { w.tell(w.clock.Now(), "heartbeat", history.HeartbeatLost{Last: last}) }
	back := func() { w.tell(w.clock.Now(), "heartbeat", history.HeartbeatBack{}) }
	lane := w.lanes.Lane("heartbeat")
	if w.recorder.Header().Alerts {
		s.running.Go(func() { s.heartbeat.Watch(ctx, w.clock, lane, time.Minute, lost, back) })
	}
	for i, x := range w.File.Sinks {
		lane := w.lanes.Lane(fmt.Sprintf("sink/%s/%d", x.Name, i))
		s.running.Go(func() { s.outage(ctx, x, lane) })
	}
}

// outage switches a sink off for a while.
func (s *sinkSet) outage(ctx context.Context, x scenarios.Sink, lane time.Duration) {
	w := s.world
	at := func(t time.Time) error { return w.clock.Sleep(ctx, t.Add(lane).Sub(w.clock.Now())) }
	if at(x.Down.From.Time) != nil {
		return
	}
	s.switches[x.Name](true)
	w.tell(w.clock.Now(), "sink/"+x.Name, history.SinkDown{Sink: x.Name})
	if x.Down.Until.IsZero() || at(x.Down.Until.Time) != nil {
		return
	}
	s.switches[x.Name](false)
	w.tell(w.clock.Now(), "sink/"+x.Name, history.SinkUp{Sink: x.Name})
}

// stop ends the servers.
func (s *sinkSet) stop() {
	s.mail.Close()
	s.world.network.Close()
	s.running.Wait()
}
