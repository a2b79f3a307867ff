package sinks

import (
	"net/http"
	"slices"
	"sync"

	"github.com/gorilla/mux"
)

// ledger is a small JSON service that takes items at one path and lists them
// there: POST adds one and is answered with 201, GET has all of them in order.
type ledger[T any] struct {
	door
	mu    sync.Mutex
	items []T
}

// entries is what a ledger is about.
type entries[T any] struct {
	path    string
	unknown func(string)                 // told of what is not understood; nil: nobody
	observe func(T)                      // told of every item; nil: nobody
	parse   func(body []byte) (T, error) // reads what was posted
	enter   func(item T, n int) T        // gives the n-th item, from 1, its number and instant
	answer  func(T) any                  // to who posted it
}

func (l *ledger[T]) serveEntries(w http.ResponseWriter, r *http.Request, e entries[T]) {
	l.serve(w, r, e.unknown, func(m *mux.Router) {
		m.Path(e.path).Methods(http.MethodPost).HandlerFunc(func(w http.ResponseWriter, r *http.Request) { l.post(w, r, e) })
		m.Path(e.path).Methods(http.MethodGet).HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			answerJSON(w, http.StatusOK, append([]T{}, l.all()...))
		})
	})
}

func (l *ledger[T]) all() []T {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.items)
}

func (l *ledger[T]) post(w http.ResponseWriter, r *http.Request, e entries[T]) {
	body, err := readBody(r)
	var item T
	if err == nil {
		item, err = e.parse(body)
	}
	if err != nil {
		badRequest(w, r, body, e.unknown, err)
		return
	}
	l.mu.Lock()
	item = e.enter(item, len(l.items)+1)
	l.items = append(l.items, item)
	l.mu.Unlock()
	if e.observe != nil {
		e.observe(item)
	}
	answerJSON(w, http.StatusCreated, e.answer(item))
}
