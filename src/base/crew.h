/* Threads that share one piece of work. */
#ifndef BASE_CREW_H
#define BASE_CREW_H

enum { CREW_MOST = 64 };

/* Runs work(context) in so many threads (at most CREW_MOST), the calling one among them, until all have
 * returned. Where the system gives no more threads, fewer do the work. What work returns is left. */
void crew_work(int jobs, void *(*work)(void *), void *context);

#endif
