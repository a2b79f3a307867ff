// Package standin is a small stand-in for the provider, for tests of the system
// alone: both identity systems and one calendar per owner in both dialects. It
// answers what the system asks, correctly or as a test tells it to, and no more.
package standin

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	_ "embed"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/mux"
)

// Marker is part of every code and token that the provider hands out, so that a
// test can look for leaks.
const Marker = "s3cret"

// Tenant ids.
const (
	Consumers = "9188040d-6c67-4c5b-b112-36a304b66dad" // of personal accounts, provider contract 2.1
	Work      = "5a1f8c3e-0000-4000-8000-00000000c0de"
)

//go:embed test_key.pem
var keyPEM []byte // protects nothing

// Owner of a mailbox.
type Owner struct {
	Address    string // sign-in address
	OID, TID   string
	CalendarID string
	Events     []string // subjects; each is an hour long, one a day from the start of the window
}

// Fault may answer a request instead of the provider: nil lets it pass. An error
// is a failure of the connection.
type Fault func(*http.Request) (*http.Response, error)

// Provider is an http.RoundTripper that answers as the provider. Set the exported
// fields before the first request.
type Provider struct {
	// Claims may change what an id_token says; IDToken its signed text.
	Claims  func(map[string]any)
	IDToken func(string) string
	// Subscriber answers when somebody subscribes; MostMinutes is the longest life of
	// a subscription, 0 for any.
	Subscriber  http.Handler
	MostMinutes int

	router *mux.Router
	key    *rsa.PrivateKey

	mu      sync.Mutex
	owners  map[string]Owner
	grants  map[string]grant // by code or token
	issued  int
	journal []Request
	fault   Fault
	loses   func(*http.Request) bool

	made          map[string][]*Made // by address
	effects       int
	subscriptions []Subscription
}

// SetFault sets what may go wrong; nil: nothing.
func (p *Provider) SetFault(f Fault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fault = f
}

// SetLoss sets whose answers are lost after the work was done; nil: nobody's.
func (p *Provider) SetLoss(loses func(*http.Request) bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.loses = loses
}

// Request that arrived.
type Request struct {
	At                 time.Time
	Method, Host, Path string
	Form               map[string][]string
	Header             http.Header
	Owner              string // address of the access token's owner; "" without one
}

type grant struct {
	address, kind  string // kind: code, access, refresh
	nonce          string
	challenge      string
	redirect, live string
	scope          string
}

// New returns a provider with these owners.
func New(owners ...Owner) *Provider {
	block, _ := pem.Decode(keyPEM)
	key, err := x509.ParsePKCS1PrivateKey(block.Bytes)
	if err != nil {
		panic(err) // the key is a file of this package
	}
	p := &Provider{key: key, owners: map[string]Owner{}, grants: map[string]grant{}, router: mux.NewRouter().UseEncodedPath(), made: map[string][]*Made{}}
	for _, o := range owners {
		p.owners[o.Address] = o
	}
	p.identityRoutes()
	p.calendarRoutes()
	return p
}

// Change replaces an owner's attributes.
func (p *Provider) Change(o Owner) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.owners[o.Address] = o
}

// Revoke ends every token of an owner.
func (p *Provider) Revoke(address string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for token, g := range p.grants {
		if g.address == address {
			delete(p.grants, token)
		}
	}
}

// Requests that have arrived, in order.
func (p *Provider) Requests() []Request {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.journal)
}

// RoundTrip implements http.RoundTripper.
func (p *Provider) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	if fault := p.note(r); fault != nil {
		if response, err := fault(r); response != nil || err != nil {
			return response, err
		}
	}
	w := httptest.NewRecorder()
	r = r.Clone(r.Context())
	r.Host = r.URL.Host
	if r.Body == nil {
		r.Body = http.NoBody
	}
	p.router.ServeHTTP(w, r)
	p.mu.Lock()
	loses := p.loses
	p.mu.Unlock()
	if loses != nil && loses(r) {
		return nil, io.ErrUnexpectedEOF
	}
	return w.Result(), nil
}

// note remembers a request and returns what may go wrong with it.
func (p *Provider) note(r *http.Request) Fault {
	request := Request{At: time.Now(), Method: r.Method, Host: r.URL.Host, Path: r.URL.Path, Header: r.Header.Clone()}
	if r.Body != nil {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(err)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		form := r.Clone(r.Context())
		form.Body = io.NopCloser(bytes.NewReader(body))
		if form.ParseForm() == nil {
			request.Form = form.PostForm
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	request.Owner = p.ownerLocked(r)
	p.journal = append(p.journal, request)
	return p.fault
}

// OwnerOf is the address of the owner of a request's access token; "" without one.
func (p *Provider) OwnerOf(r *http.Request) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.ownerLocked(r)
}

func (p *Provider) ownerLocked(r *http.Request) string {
	if g := p.grants[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")]; g.kind == "access" {
		return g.address
	}
	return ""
}

// Answer makes a response for Fault.
func Answer(status int, contentType, body string, header ...string) *http.Response {
	w := httptest.NewRecorder()
	w.Header().Set("Content-Type", contentType)
	for i := 0; i+1 < len(header); i += 2 {
		w.Header().Set(header[i], header[i+1])
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
	return w.Result()
}

func (p *Provider) secretLocked(g grant) string {
	p.issued++
	text := fmt.Sprintf("%s-%s-%d", Marker, g.kind, p.issued)
	p.grants[text] = g
	return text
}
