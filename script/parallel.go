package script

import "sync"

// parallel returns what operators use to run on several workers; nil for one.
func parallel(workers int) func(n int, f func(i int)) {
	if workers <= 1 {
		return nil
	}
	return func(n int, f func(i int)) {
		var done sync.WaitGroup
		next := make(chan int, n)
		for i := range n {
			next <- i
		}
		close(next)
		for range min(workers, n) {
			done.Go(func() {
				for i := range next {
					f(i)
				}
			})
		}
		done.Wait()
	}
}
