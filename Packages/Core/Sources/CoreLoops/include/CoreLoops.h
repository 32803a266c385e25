int core_loops_present(void);
